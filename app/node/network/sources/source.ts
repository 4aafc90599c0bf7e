import type { Clock } from '../../../clock.ts';
import type { Hint, SourceState } from '../../../network/ports.ts';

/** Something that can tell of changes or of waking. */
export interface Source {
  readonly name: string;
  /** Listens until the signal aborts or the source ends; says which. Never rejects. */
  readonly listen: (to: Listener, signal: AbortSignal) => Promise<'missing' | 'died'>;
}

export interface Listener {
  readonly onActive: () => void;
  readonly onHint: (hint: Hint) => void;
}

const firstPauseMs = 1_000;
/** Whoever listened for this long is trusted again; a source that is missing may be installed meanwhile. */
const longestPauseMs = 60_000;

/** Starts a source again whenever it ends, after pauses of 1, 2, 4 … 60 s. */
export async function keepListening(
  source: Source,
  to: {
    readonly clock: Clock;
    readonly onHint: (hint: Hint) => void;
    readonly onState: (state: SourceState['state']) => void;
  },
  signal: AbortSignal,
): Promise<void> {
  const { clock, onHint, onState } = to;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    let activeSince: number | null = null;
    const onActive = (): void => {
      activeSince = clock.elapsed();
      onState('active');
    };
    const end = await source.listen({ onActive, onHint }, signal);
    if (signal.aborted) return;
    if (activeSince !== null && clock.elapsed() - activeSince >= longestPauseMs) pauseMs = firstPauseMs;
    onState(end === 'missing' ? 'missing' : 'restarting');
    await clock.sleep(pauseMs, signal);
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
  }
}
