import type { Failure } from '../errors.ts';
import { formatOneTimeList, parseOneTimeList } from '../otp/one-time.ts';
import { fail, ok, type Result } from '../result.ts';
import { readSecret, type SecretProblem } from '../secrets/encoding.ts';
import type { SecretEdits, SecretInput } from '../secrets/input.ts';
import { secretLengths } from '../secrets/lengths.ts';
import type { Slot } from '../secrets/slots.ts';

/** The bytes of a secret that was entered, for the caller to wipe; null for one that is to be removed. */
export function readEdit(slot: Slot, edit: SecretInput | null): Result<Uint8Array | null, Failure> {
  if (edit === null) return ok(null);
  const refuse = (problem: string) =>
    fail<Failure>({ code: 'invalid-host', issues: [{ path: `secrets.${slot}`, problem }] });
  if (slot === 'one-time-list') {
    const list = parseOneTimeList(edit.text);
    if (!list.ok) return refuse(atLine(list.error.line, list.error.problem));
    if (list.value.sequences.length === 0) return refuse('There is no unused line in this list.');
    return ok(new TextEncoder().encode(formatOneTimeList(list.value.sequences)));
  }
  const bytes = readSecret(edit.text, edit.encoding);
  if (!bytes.ok) return refuse(describeSecretProblem(bytes.error, edit.encoding));
  const [least, most] = secretLengths[slot];
  if (bytes.value.length >= least && bytes.value.length <= most) return bytes;
  const { length } = bytes.value;
  bytes.value.fill(0);
  return refuse(`This has ${length} bytes; use ${least} to ${most}.`);
}

function describeSecretProblem(problem: SecretProblem, encoding: SecretInput['encoding']): string {
  switch (problem.problem) {
    case 'empty':
      return 'Enter a secret.';
    case 'bad-character':
      return `The secret isn't valid ${encoding}: character ${problem.character} at place ${problem.place}.`;
    case 'incomplete':
      return `The secret isn't valid ${encoding}: it ends in the middle of a byte.`;
    default:
      return problem satisfies never;
  }
}

function atLine(line: number | null, problem: string): string {
  return line === null ? problem : `Line ${line}: ${problem}`;
}

/** Such a list begins at its first line, wherever the one before it stands. */
export function replacesList(edits: SecretEdits | undefined): boolean {
  const list = edits?.['one-time-list'];
  return list !== undefined && list !== null && list.append !== true;
}
