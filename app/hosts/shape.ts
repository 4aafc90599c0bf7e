import * as v from 'valibot';
import { addressProblem } from './address.ts';

/** Bounds of a saved host. The reasons stand beside the values that are not self-evident. */
export const limits = {
  nameLength: 64,
  notesLength: 4_000,
  tags: 32,
  tagLength: 40,
  /** As knockd: PMAX in knockd.c. */
  steps: 32,
  /** Below the smallest IPv6 MTU (1,280) less headers, so that a knock is never a fragment. */
  payloadBytes: 1_200,
  waitMs: 60_000,
  gapMs: 10_000,
  /** ip(7): 65,535 less the IPv4 (20) and ICMP (8) headers. */
  icmpBytes: 65_507,
  tries: 8,
  deadlineMs: 300_000,
  seqTimeoutMs: 3_600_000,
  openForMs: 7 * 24 * 3_600_000,
  knocksPerMinute: 600,
  /** A week: knockd_rotator and dynknock change by hours and days. */
  stepS: 7 * 24 * 3_600,
  clockOffsetS: 24 * 3_600,
  window: 100,
} as const;

export const port = integer(1, 65_535, 'Use a port from 1 to 65535.');

/** A host name or IP address. */
export const address = v.pipe(
  v.string('Enter an address.'),
  v.trim(),
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed ? addressProblem(dataset.value) : null;
    if (problem !== null) addIssue({ message: problem });
  }),
);

// Control characters would move the cursor of a terminal or break a line of a log.
export const printable = v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "Control characters can't be used here.");

/** An object that keeps fields it does not know. A field that is missing is answered with the wording of that field. */
export function shape<const Entries extends v.ObjectEntries>(entries: Entries, problem = 'Use an object.') {
  return v.looseObject(entries, (issue: v.LooseObjectIssue) => {
    const field = entries[String(issue.path?.at(-1)?.key)];
    return field && 'message' in field && typeof field.message === 'string' ? field.message : problem;
  });
}

export function wholeNumber(least: number, most: number, unit = '') {
  return integer(least, most, `Use a whole number from ${least} to ${most}${unit && ` ${unit}`}.`);
}

function integer(least: number, most: number, problem: string) {
  return v.pipe(v.number(problem), v.integer(problem), v.minValue(least, problem), v.maxValue(most, problem));
}

/** One line of text. */
export function text(missing: string, most: number) {
  return v.pipe(
    v.string(missing),
    v.maxLength(most, `Up to ${most.toLocaleString('en')} characters.`),
    printable,
  );
}
