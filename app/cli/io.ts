/** Where a command writes and what it is told: the process, or a test. */
export interface Io {
  readonly out: Sink;
  readonly err: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls back at each request to stop (Ctrl-C, SIGTERM). */
  readonly onInterrupt: (listener: () => void) => void;
}

export interface Sink {
  readonly write: (text: string) => void;
  readonly isTty: boolean;
}
