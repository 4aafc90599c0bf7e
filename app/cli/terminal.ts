import { closeSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { isatty, ReadStream } from 'node:tty';
import { platform } from '../node/platform.ts';
import { fail, ok, type Result } from '../result.ts';
import type { SecretInput } from './io.ts';
import { createSecretLine, type SecretLine } from './secret-line.ts';

/** The real terminal, input and files. */
export const secretInput: SecretInput = {
  async ask(question) {
    const terminal = openTerminal();
    if (terminal === null) return 'no-terminal';
    terminal.write(question);
    const line = createSecretLine();
    try {
      return await typedInto(line, terminal.input);
    } finally {
      line.wipe();
      // Enter was not shown either.
      terminal.write('\n');
      terminal.close();
    }
  },

  async readAll() {
    if (isatty(0)) return null;
    const chunks: Buffer[] = [];
    const input: AsyncIterable<Buffer> = process.stdin;
    for await (const chunk of input) chunks.push(chunk);
    const whole = Buffer.concat(chunks);
    for (const chunk of chunks) chunk.fill(0);
    return whole;
  },

  readFile: readPrivateLine,
};

interface Terminal {
  readonly input: ReadStream;
  readonly write: (text: string) => void;
  readonly close: () => void;
}

/** The terminal that started us, also when input and output lead elsewhere. */
function openTerminal(): Terminal | null {
  const [inName, outName] =
    platform === 'win32' ? ['\\\\.\\CONIN$', '\\\\.\\CONOUT$'] : ['/dev/tty', '/dev/tty'];
  try {
    const output = openSync(outName, 'w');
    const input = new ReadStream(openSync(inName, 'r+'));
    return {
      input,
      write: (text) => void writeSync(output, text),
      close() {
        input.destroy();
        closeSync(output);
      },
    };
  } catch {
    return null;
  }
}

function typedInto(line: SecretLine, input: ReadStream): Promise<Uint8Array | 'stopped'> {
  return new Promise((resolve) => {
    // However this process ends: a terminal left in raw mode shows nothing of what its user types next.
    const restore = (): void => void input.setRawMode(false);
    const end = (result: Uint8Array | 'stopped'): void => {
      input.off('data', take);
      process.off('exit', restore);
      restore();
      resolve(result);
    };
    const take = (keys: Buffer): void => {
      const state = line.type(keys);
      keys.fill(0);
      if (state === 'done') end(line.bytes());
      if (state === 'stopped') end('stopped');
    };
    process.on('exit', restore);
    input.setRawMode(true);
    input.on('data', take);
    input.once('end', () => end('stopped'));
    input.once('error', () => end('stopped'));
  });
}

/** The first line of a file that is its owner's alone, for the caller to wipe. The error is a sentence. */
export async function readPrivateLine(file: string): Promise<Result<Uint8Array, string>> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch {
    return fail(`Can't read ${file}. Check POSTERN_PASSPHRASE_FILE.`);
  }
  try {
    const { mode } = await handle.stat();
    // Windows has no such bits; there the folder of the user protects it.
    if (platform !== 'win32' && (mode & 0o077) !== 0) {
      return fail(`Others can read ${file}. Keep it to yourself: chmod 600 ${file}`);
    }
    const whole = await handle.readFile();
    const end = whole.findIndex((byte) => byte === 0x0a || byte === 0x0d);
    const line = Uint8Array.from(end === -1 ? whole : whole.subarray(0, end));
    whole.fill(0);
    return line.length === 0
      ? fail(`The first line of ${file} is empty. Put the passphrase there.`)
      : ok(line);
  } catch {
    return fail(`Can't read ${file}. Check POSTERN_PASSPHRASE_FILE.`);
  } finally {
    await handle.close();
  }
}
