import { createContext, use, useCallback, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../app/contract.ts';
import type { Host } from '../app/hosts/schema.ts';
import { hostsOf } from '../app/present/status.ts';
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

/** Follows the snapshots without redrawing. The listener gets the current one first. */
export function useWatchSnapshot(): (listener: (snapshot: Snapshot) => void) => () => void {
  const { snapshots } = useWindow();
  return useCallback(
    (listener) => {
      listener(snapshots.getState());
      return snapshots.subscribe(listener);
    },
    [snapshots],
  );
}

/** One saved host; null while it is not there. */
export function useHost(hostId: string): Host | null {
  return useSnapshot((snapshot) => hostIndex(hostsOf(snapshot)).get(hostId) ?? null);
}

const indexes = new WeakMap<readonly Host[], ReadonlyMap<string, Host>>();

/** The hosts of a list by id, built once for each list. */
function hostIndex(hosts: readonly Host[]): ReadonlyMap<string, Host> {
  const known = indexes.get(hosts);
  if (known !== undefined) return known;
  const index = new Map(hosts.map((host) => [host.id, host]));
  indexes.set(hosts, index);
  return index;
}

function useWindow() {
  const context = use(Context);
  if (context === null) throw new Error('used outside of the window');
  return context;
}
