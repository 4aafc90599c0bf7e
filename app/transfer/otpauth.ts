import { newCounter } from '../otp/counter.ts';
import { readOtpLink, type OtpLinkProblem } from '../otp/otpauth.ts';
import {
  collectNotes,
  foundHost,
  mostHosts,
  nameFrom,
  type Draft,
  type Found,
  type FoundHost,
} from './found.ts';
import { linesOf, trimmed } from './lines.ts';

/**
 * `otpauth://` links, one in a line. Such a link is for the login at a website, or for ports whose derivation it does not
 * tell: the host gets ours (otp/pk1.ts), and the note says so.
 */
export function readOtpLinks(text: string): Found {
  const notes = collectNotes();
  const items: FoundHost[] = [];
  const lines = linesOf(text).filter((line) => trimmed(line.text) !== '');
  for (const { number, text: raw } of lines) {
    const line = lines.length > 1 ? number : null;
    if (items.length === mostHosts) {
      notes.drop('more-hosts', line);
      break;
    }
    const link = readOtpLink(raw);
    if (!link.ok) {
      notes.drop('link-refused', line, wordOf(link.error));
      continue;
    }
    const { type, secret, periodS, counter, issuer, label } = link.value;
    const own = collectNotes();
    own.warn('purpose-ports', line);
    const name = nameFrom(label === '' ? issuer : label, 'otpauth');
    const knock: Draft['knock'] =
      type === 'totp'
        ? {
            method: 'totp',
            derivation: { scheme: 'pk1', label: name },
            ...(periodS !== null && { stepS: periodS }),
          }
        : { method: 'hotp', derivation: { scheme: 'pk1', label: name } };
    const item = foundHost({
      draft: { name, address: '', knock, tags: [] },
      notes: own,
      secrets: { 'otp-secret': secret },
      counter: counter === null ? null : newCounter(counter, null),
      line,
    });
    if (item === null) notes.addAll(own);
    else items.push(item);
  }
  return { source: 'otpauth', items, notes: notes.list() };
}

/** The part of a link that is wrong. It tells nothing of the secret. */
function wordOf(problem: OtpLinkProblem): string {
  switch (problem.problem) {
    case 'not-a-link':
      return '';
    case 'unknown-type':
      return 'type';
    case 'no-secret':
    case 'bad-secret':
      return 'secret';
    case 'unknown-algorithm':
      return 'algorithm';
    case 'bad-field':
      return problem.field;
    default:
      return problem satisfies never;
  }
}
