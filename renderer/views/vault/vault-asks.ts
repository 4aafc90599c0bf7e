import { useSyncExternalStore } from 'react';

/** What is asked of the user before the vault can be used. */
export type Question =
  /** For the passphrase it has. */
  | 'unlock'
  /** For its first passphrase: there is no keyring here. */
  | 'create'
  /** To bring the keyring back that holds the key. */
  | 'keyring'
  /** To look at what stops the vault from being read. */
  | 'unreadable';

let asking: {
  readonly question: Question;
  /** Everybody who waits for the one answer. */
  readonly settles: ((isOpen: boolean) => void)[];
} | null = null;
const listeners = new Set<() => void>();

/** Shows the question, unless one is shown already. Resolves with whether the vault was opened. */
export function askFor(question: Question): Promise<boolean> {
  const { settles } = (asking ??= { question, settles: [] });
  tell();
  return new Promise((resolve) => settles.push(resolve));
}

/** Ends the question that is shown. */
export function settle(isOpen: boolean): void {
  const ended = asking;
  asking = null;
  for (const each of ended?.settles ?? []) each(isOpen);
  tell();
}

/** The question to show now; null: none. */
export function useQuestion(): Question | null {
  return useSyncExternalStore(subscribe, () => asking?.question ?? null);
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
