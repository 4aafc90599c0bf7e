import { createInterface } from 'node:readline';

/** Asks the person at the terminal, who sees what is typed. Null: nobody is there, or gave no answer. */
export function askOnTerminal(question: string, signal: AbortSignal): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return Promise.resolve(null);
  return new Promise((resolve) => {
    // The terminal stays as it is, so that Ctrl-C is a signal as ever.
    const lines = createInterface({ input: stdin, terminal: false });
    stderr.write(question);
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(null));
    const stop = (): void => {
      stderr.write('\n');
      lines.close();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
