import type { StorageProblem } from '../errors.ts';

/** Why a file could not be used, as part of a sentence. */
export function storageReason(reason: StorageProblem): string {
  switch (reason) {
    case 'denied':
      return 'this user may not';
    case 'read-only':
      return 'the file system is read-only';
    case 'full':
      return 'the disk is full';
    case 'not-a-file':
      return 'something else stands in its place';
    case 'other':
      return 'the system refused';
    default:
      return reason satisfies never;
  }
}

/** What to do about it, as a sentence. */
export function storageAdvice(reason: StorageProblem, verb: 'read' | 'write'): string {
  switch (reason) {
    case 'denied':
      return `Give yourself the right to ${verb} it.`;
    case 'read-only':
      return 'Mount it writable, or set POSTERN_HOME to another folder.';
    case 'full':
      return 'Make room on the disk, then try again.';
    case 'not-a-file':
      return 'Move that away, or set POSTERN_HOME to another folder.';
    case 'other':
      return 'Check the disk, or set POSTERN_HOME to another folder.';
    default:
      return reason satisfies never;
  }
}
