import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { attempt } from '../node/files.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Refusal, Session } from './session.ts';

/** A file, or with "-" what is piped in; for the caller to wipe. */
export async function readWhole(
  { secretInput }: Pick<Session, 'secretInput'>,
  file: string,
): Promise<Result<Uint8Array, Refusal>> {
  if (file === '-') {
    const piped = await secretInput.readAll();
    if (piped !== null) return ok(piped);
    return fail({ code: 'usage', message: 'Nothing is piped in. Name a file, or pipe a text in.' });
  }
  const read = await attempt(async () => {
    const whole = await readFile(file);
    const bytes = Uint8Array.from(whole);
    whole.fill(0);
    return bytes;
  });
  if (!read.ok && read.error === 'other' && !existsSync(file)) return fail(noSuchFile(file));
  return read.ok ? read : fail({ code: 'store-unreadable', file, reason: read.error });
}

export function noSuchFile(file: string): Refusal {
  return { code: 'usage', message: `There is no file ${file}. Check its name.` };
}
