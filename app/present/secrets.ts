import type { Host } from '../hosts/schema.ts';
import type { SecretProblem } from '../secrets/encoding.ts';
import type { Encoding } from '../secrets/input.ts';
import type { SecretFacts, VaultLook } from '../secrets/look.ts';
import { slots, slotsOfHost, type Slot } from '../secrets/slots.ts';
import { alignRows } from './table.ts';
import { count } from './text.ts';

/** One secret that is kept, without its value. */
export interface KeptSecret extends SecretFacts {
  readonly hostId: string;
  /** Null for a host that is no longer saved. */
  readonly name: string | null;
  readonly slot: Slot;
}

export function keptSecrets({ secrets }: VaultLook, hosts: readonly Host[]): readonly KeptSecret[] {
  return Object.entries(secrets).flatMap(([hostId, places]) => {
    const name = hosts.find(({ id }) => id === hostId)?.name ?? null;
    return slots.flatMap((slot) => {
      const facts = places[slot];
      return facts === undefined ? [] : [{ hostId, name, slot, ...facts }];
    });
  });
}

/** Secrets as aligned lines; the first one names the columns. `timeOf` says a moment as its reader does. */
export function secretRows(kept: readonly KeptSecret[], timeOf: (atMs: number) => string): readonly string[] {
  const rows = kept.map(({ hostId, name, slot, bytes, setAt }) => [
    name ?? `${hostId} (not saved)`,
    slot,
    String(bytes),
    timeOf(setAt),
  ]);
  return alignRows([['HOST', 'SECRET', 'BYTES', 'SET'], ...rows]);
}

/** Which secrets of a host are kept, as lines under those of the host; `kept` is null if that is not known. */
export function describeSecrets(
  host: Host,
  kept: VaultLook['secrets'][string] | null,
  timeOf: (atMs: number) => string,
): readonly string[] {
  return slotsOfHost(host).map((slot) => {
    const facts = kept?.[slot];
    const state = kept === null ? 'not known' : 'not set';
    const text = facts === undefined ? state : `set ${timeOf(facts.setAt)}, ${count(facts.bytes, 'byte')}`;
    return `${slot.padEnd(15)} ${text}`;
  });
}

/** What opens the secrets. */
export function describeVault({ opensWith: { passphrase, keyring } }: VaultLook): string {
  if (passphrase && keyring) return 'Sealed: the passphrase opens them, and the keyring of this system.';
  return passphrase
    ? 'Sealed: the passphrase opens them.'
    : 'Sealed: the keyring of this system opens them, in the desktop app.';
}

/** What keeps a typed text from being a secret. Says no more of it than one character. */
export function describeSecretProblem(problem: SecretProblem, encoding: Encoding): string {
  switch (problem.problem) {
    case 'empty':
      return 'There is nothing in it.';
    case 'bad-character':
      return `Character ${problem.place} ("${problem.character}") is none of ${encodingName(encoding)}.`;
    case 'incomplete':
      return `This is not whole: its beginning or end is missing, or it is not ${encodingName(encoding)}.`;
    default:
      return problem satisfies never;
  }
}

function encodingName(encoding: Encoding): string {
  switch (encoding) {
    case 'base32':
    case 'base64':
      return encoding;
    case 'hex':
      return 'the hexadecimal digits';
    case 'text':
    case 'utf16le':
      return 'a text';
    default:
      return encoding satisfies never;
  }
}
