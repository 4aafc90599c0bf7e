import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../app/contract.ts';
import type { Host } from '../app/hosts/schema.ts';
import type { Snapshot } from '../app/snapshot.ts';

/** The latest snapshot, outside React, so that a part of it redraws only who reads that part. */
export type Snapshots = StoreApi<Snapshot>;

export function createSnapshots(first: Snapshot): Snapshots {
  return createStore(() => first);
}

const Context = createContext<{ readonly api: Api; readonly snapshots: Snapshots } | null>(null);

export function ApiProvider(props: {
  readonly api: Api;
  readonly snapshots: Snapshots;
  readonly children: ReactNode;
}): ReactNode {
  const { api, snapshots, children } = props;
  return <Context value={{ api, snapshots }}>{children}</Context>;
}

/** What the window may ask. */
export function useApi(): Api {
  return useWindow().api;
}

/**
 * The part of the snapshot that `select` picks: the only subscription in the window. A component redraws when that part
 * is another one, so `select` must pick, and never build anew.
 */
export function useSnapshot<Part>(select: (snapshot: Snapshot) => Part): Part {
  return useStore(useWindow().snapshots, select);
}

/** Reads the current snapshot without following it, for what happens on a click. */
export function useReadSnapshot(): () => Snapshot {
  return useWindow().snapshots.getState;
}

/** The saved hosts; empty while they are not there. */
export function hostsOf({ hosts }: Snapshot): readonly Host[] {
  return hosts.state === 'ready' ? hosts.list : none;
}

const none: readonly Host[] = [];

function useWindow() {
  const context = use(Context);
  if (context === null) throw new Error('used outside of the window');
  return context;
}
