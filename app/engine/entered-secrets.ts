import type { Failure } from '../errors.ts';
import { newCounter, type Counter } from '../otp/counter.ts';
import type { Ports } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import type { SecretEdits } from '../secrets/input.ts';
import type { VaultLook } from '../secrets/look.ts';
import type { SecretChange } from '../secrets/ports.ts';
import { slots } from '../secrets/slots.ts';
import { readEdit } from './read-secret.ts';
import type { SecretNews } from './secrets.ts';

/** New secrets of one host, read and ready to be kept. */
export type Entered = SecretChange & {
  /** A list that continues the one before it. */
  readonly continues: boolean;
};

/** What was entered, as bytes. Fails while it could not be kept: a host is not saved without its new secrets. */
export async function readEntered(request: {
  readonly hostId: string;
  readonly edits: SecretEdits;
  readonly ports: Ports;
}): Promise<Result<readonly Entered[], Failure>> {
  const { hostId, edits, ports } = request;
  const entered: Entered[] = [];
  const give = (failure: Failure) => {
    wipe(entered);
    return fail(failure);
  };
  for (const slot of slots) {
    const edit = edits[slot];
    if (edit === undefined) continue;
    const read = readEdit(slot, edit);
    if (!read.ok) return give(read.error);
    entered.push({ hostId, slot, bytes: read.value, continues: edit?.append === true });
  }
  if (entered.every(({ bytes }) => bytes === null)) return ok(entered);
  const look = await ports.secrets.look();
  if (!look.ok) return give(look.error);
  const closed = whyClosed(look.value);
  return closed === null ? ok(entered) : give(closed);
}

/** Keeps what was entered and wipes it. A list that takes another's place begins at its first line. */
export async function keepEntered(request: {
  readonly entered: readonly Entered[];
  readonly ports: Ports;
  readonly news: SecretNews;
}): Promise<Result<unknown, Failure>> {
  const { entered, ports, news } = request;
  if (entered.length === 0) return ok(null);
  const joined: Entered[] = [];
  try {
    for (const each of entered) {
      const bytes = each.continues ? await withEarlier(each, ports) : ok(each.bytes);
      if (!bytes.ok) return bytes;
      joined.push({ ...each, bytes: bytes.value });
    }
    const changed = news.show(await ports.secrets.change(joined));
    if (!changed.ok) return changed;
    for (const each of joined.filter(({ slot }) => slot === 'one-time-list')) {
      const moved = await ports.counters.change(each.hostId, (counter) => positionIn(each, counter));
      if (!moved.ok) return moved;
      news.showCounter(each.hostId, moved.value);
    }
    return ok(null);
  } finally {
    wipe(entered);
    wipe(joined);
  }
}

export function wipe(entered: readonly SecretChange[]): void {
  for (const { bytes } of entered) bytes?.fill(0);
}

/** Why nothing can be kept in the vault now; null if it can. */
export function whyClosed({ state, opensWith, keyring }: VaultLook): Failure | null {
  if (state === 'open' || (state === 'none' && keyring === 'real')) return null;
  if (state === 'none') return { code: 'vault-missing' };
  const { passphrase } = opensWith;
  return {
    code: 'vault-locked',
    opensWith: passphrase && opensWith.keyring ? 'both' : passphrase ? 'passphrase' : 'keyring',
  };
}

/** The stored lines of a list and those that continue it, for the caller to wipe. */
export async function withEarlier(
  { hostId, bytes }: Pick<Entered, 'hostId' | 'bytes'>,
  ports: Pick<Ports, 'secrets'>,
): Promise<Result<Uint8Array, Failure>> {
  const before = await ports.secrets.read(hostId, 'one-time-list');
  if (!before.ok) return before;
  const joined = new Uint8Array([...(before.value ?? []), ...(bytes ?? [])]);
  before.value?.fill(0);
  return ok(joined);
}

function positionIn({ bytes, continues }: Entered, counter: Counter | null): Counter | null {
  if (bytes === null) return null;
  const newline = 0x0a;
  const total = bytes.filter((byte) => byte === newline).length;
  return continues && counter !== null ? { ...counter, total } : newCounter(0, total);
}
