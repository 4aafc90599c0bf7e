import type { ImportProblem } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Scrypt } from '../secrets/scrypt.ts';
import { openBundle } from './bundle.ts';
import { readCommandLines } from './command-line.ts';
import type { Found } from './found.ts';
import { readFwknoprc } from './fwknoprc.ts';
import { readKnockdConf } from './knockd-conf.ts';
import { readOneTimeList } from './one-time-list.ts';
import { readOtpLinks } from './otpauth.ts';
import { recognise } from './recognise.ts';

export interface ReadProblem {
  readonly reason: ImportProblem;
  /** From 1; null if it is about the whole text. */
  readonly line: number | null;
}

/**
 * The hosts in a text that other programs wrote. Nothing in it is carried out, resolved or contacted. A bundle without a
 * passphrase is answered as one with a wrong passphrase. A text with notes but without hosts is an answer, too.
 */
export async function readText(request: {
  /** Of the file; helps where the text could be several things. */
  readonly name: string;
  readonly text: string;
  /** The caller wipes it. */
  readonly passphrase: Uint8Array | null;
  readonly scrypt: Scrypt;
}): Promise<Result<Found, ReadProblem>> {
  const { name, text, passphrase, scrypt } = request;
  const problem = (reason: ImportProblem, line: number | null = null) => fail({ reason, line });
  const source = recognise(name, text);
  switch (source) {
    case null:
      return problem('not-understood');
    case 'bundle': {
      if (passphrase === null) return problem('wrong-passphrase');
      const opened = await openBundle(text, { passphrase, scrypt });
      return opened.ok ? some(opened.value) : problem(opened.error);
    }
    case 'one-time-list': {
      const list = readOneTimeList(name, text);
      return list.ok ? some(list.value) : problem('not-understood', list.error);
    }
    case 'otpauth':
      return some(readOtpLinks(text));
    case 'fwknoprc':
      return some(readFwknoprc(text));
    case 'knockd-conf':
      return some(readKnockdConf(text));
    case 'knock-command':
    case 'fwknop-command':
      return some(readCommandLines(text));
    default:
      return source satisfies never;
  }
}

function some(found: Found): Result<Found, ReadProblem> {
  const isEmpty = found.items.length === 0 && found.notes.length === 0;
  return isEmpty ? fail({ reason: 'no-hosts', line: null }) : ok(found);
}
