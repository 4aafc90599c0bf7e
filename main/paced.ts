/** Something that is done with the latest value only, and not more often than it may. */
export interface Paced<T> {
  /** At once if the last time is long enough ago, otherwise when it will be. */
  (value: T): void;
  /** Forgets what was still to be done. */
  cancel(): void;
}

export function paced<T>(act: (latest: T) => void, everyMs: number): Paced<T> {
  let waiting: NodeJS.Timeout | null = null;
  let latest: { readonly value: T } | null = null;

  const turn = (): void => {
    waiting = null;
    if (latest === null) return;
    const { value } = latest;
    latest = null;
    waiting = setTimeout(turn, everyMs);
    act(value);
  };
  const offer = (value: T): void => {
    latest = { value };
    if (waiting === null) turn();
  };
  return Object.assign(offer, {
    cancel(): void {
      if (waiting !== null) clearTimeout(waiting);
      waiting = null;
      latest = null;
    },
  });
}
