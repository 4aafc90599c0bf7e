import type { Result } from '../result.ts';

/** Where a command writes and what it is told: the process, or a test. */
export interface Io {
  readonly out: Sink;
  readonly err: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls back at each request to stop (Ctrl-C, SIGTERM). */
  readonly onInterrupt: (listener: () => void) => void;
  readonly secretInput: SecretInput;
  /** Asks what may be seen; null if nobody answers, or the signal aborted. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string | null>;
}

export interface Sink {
  readonly write: (text: string) => void;
  readonly isTty: boolean;
}

/** Where secrets come from: never from the command line or a variable, which other programs can read. */
export interface SecretInput {
  /**
   * Asks on the terminal without showing what is typed. The bytes are for the caller to wipe. `stopped`: Ctrl-C or the
   * end of the input. `no-terminal`: there is nobody to ask.
   */
  readonly ask: (question: string) => Promise<Uint8Array | 'stopped' | 'no-terminal'>;
  /** What another program puts in, to its end; null if a terminal is there instead. */
  readonly readAll: () => Promise<Uint8Array | null>;
  /** The first line of a file that nobody else can read; the error is what is wrong with it. */
  readonly readFile: (file: string) => Promise<Result<Uint8Array, string>>;
}
