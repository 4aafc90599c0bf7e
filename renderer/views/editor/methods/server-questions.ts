import type { Draft } from '../draft.ts';

/** What somebody sees on a server that is knocked. */
export const sights = [
  'knockd',
  'recent',
  'nftables',
  'mikrotik',
  'fwknopd',
  'pknock',
  'rotation',
  'unknown',
] as const;
export type Sight = (typeof sights)[number];

/** The question that follows, with its answers, for the sights that leave more than one method. */
export const followUps = {
  knockd: ['fixed', 'once'],
  recent: null,
  nftables: ['fixed', 'rotating'],
  mikrotik: null,
  fwknopd: ['shared-key', 'gnupg'],
  pknock: ['open-secret', 'ports-only'],
  rotation: ['time', 'counter', 'other-project'],
  unknown: null,
} as const satisfies Record<Sight, readonly string[] | null>;

export type Answer = NonNullable<(typeof followUps)[Sight]>[number];

/** Which settings of the form a server needs; null while that is not known. */
export function methodFor(sight: Sight | null, answer: Answer | null): Partial<Draft> | null {
  const isAnswered = sight !== null && (followUps[sight] === null || answer !== null);
  if (!isAnswered) return null;
  switch (sight) {
    case 'knockd':
      return { method: answer === 'once' ? 'list' : 'sequence', server: 'knockd' };
    case 'recent':
    case 'mikrotik':
      return { method: 'sequence', server: sight };
    case 'nftables':
      return answer === 'rotating'
        ? { method: 'totp', scheme: 'pk1', server: 'nftables' }
        : { method: 'sequence', server: 'nftables' };
    case 'fwknopd':
      return { method: 'spa', cipher: answer === 'gnupg' ? 'gpg' : 'rijndael' };
    case 'pknock':
      return answer === 'open-secret' ? { method: 'pknock' } : { method: 'sequence', server: 'unknown' };
    case 'rotation':
      // Which project it is is chosen in the form, beside what each of them costs.
      return { method: answer === 'counter' ? 'hotp' : 'totp', scheme: 'pk1' };
    case 'unknown':
      return null;
    default:
      return sight satisfies never;
  }
}
