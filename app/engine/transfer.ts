import { mostImportCharacters, type Api } from '../contract.ts';
import type { Failure } from '../errors.ts';
import { addFreely, nameKey } from '../hosts/edit.ts';
import { parseHost, type Host } from '../hosts/schema.ts';
import type { Ports } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { isTooShort, leastPassphrase } from '../secrets/passphrase.ts';
import { slots } from '../secrets/slots.ts';
import { sealBundle, type BundledHost } from '../transfer/bundle.ts';
import { wipe, type Found, type FoundHost } from '../transfer/found.ts';
import type { Offer, Pick as Choice } from '../transfer/offer.ts';
import { readText } from '../transfer/read.ts';
import { whyClosed } from './entered-secrets.ts';
import { showHosts } from './hosts.ts';
import { createOffers } from './offers.ts';
import type { SecretNews } from './secrets.ts';
import type { Store } from './store.ts';

/** Hosts from other programs and computers, and for them. */
export function transferCommands({
  store,
  ports,
  news,
}: {
  readonly store: Store;
  readonly ports: Ports;
  readonly news: SecretNews;
}): Pick<Api, 'readImport' | 'applyImport' | 'exportHosts'> & {
  /** Wipes what was found and not taken over. */
  forgetOffers(): void;
} {
  const offers = createOffers(ports);

  /** Hosts first, then their secrets and counters; what fails takes the hosts back. */
  async function takeOver(
    taken: readonly Taken[],
    source: Found['source'],
  ): Promise<Result<readonly Host[], Failure>> {
    const hasSecrets = taken.some(({ item }) => Object.keys(item.secrets).length > 0);
    if (hasSecrets) {
      const look = await ports.secrets.look();
      const closed = look.ok ? whyClosed(look.value) : look.error;
      if (closed !== null) return fail(closed);
    }
    let before: readonly Host[] = [];
    let saved: readonly Host[] = [];
    const changed = await ports.hosts.change((hosts) => {
      before = hosts;
      const placed = place(hosts, taken, source);
      if (!placed.ok) return placed;
      saved = placed.value.saved;
      return ok(placed.value.hosts);
    });
    if (!changed.ok) return changed;

    const kept = await keepSecrets(taken, saved);
    if (!kept.ok) {
      const ids = new Set(saved.map(({ id }) => id));
      const old = before.filter(({ id }) => ids.has(id));
      const isAdded = (id: string) => ids.has(id) && !old.some((each) => each.id === id);
      const back = await ports.hosts.change((hosts) =>
        ok(
          hosts.filter(({ id }) => !isAdded(id)).map((host) => old.find(({ id }) => id === host.id) ?? host),
        ),
      );
      if (back.ok) showHosts(store, back.value);
      return kept;
    }
    showHosts(store, changed.value);
    return ok(saved);
  }

  async function keepSecrets(
    taken: readonly Taken[],
    saved: readonly Host[],
  ): Promise<Result<unknown, Failure>> {
    const changes = taken.flatMap(({ item: { secrets } }, index) =>
      slots.flatMap((slot) => {
        const [hostId, bytes] = [saved[index]?.id, secrets[slot]];
        return hostId === undefined || bytes === undefined ? [] : [{ hostId, slot, bytes }];
      }),
    );
    if (changes.length > 0) {
      const changed = news.show(await ports.secrets.change(changes));
      if (!changed.ok) return changed;
    }
    for (const [index, { item }] of taken.entries()) {
      const hostId = saved[index]?.id;
      if (item.counter === null || hostId === undefined) continue;
      const moved = await ports.counters.change(hostId, () => item.counter);
      if (!moved.ok) return moved;
      news.showCounter(hostId, moved.value);
    }
    return ok(null);
  }

  return {
    forgetOffers: () => offers.forgetAll(),
    async readImport({ name, text, passphrase }) {
      if (text.length > mostImportCharacters) return unreadable('too-large');
      const typed = passphrase === null ? null : new TextEncoder().encode(passphrase);
      const reading = readText({ name, text, passphrase: typed, scrypt: ports.secrets.scrypt });
      const found = await reading.finally(() => typed?.fill(0));
      if (!found.ok) return fail({ code: 'import-unreadable', ...found.error });
      const hosts = await ports.hosts.load();
      if (!hosts.ok) {
        for (const { secrets } of found.value.items) wipe(secrets);
        return hosts;
      }
      const id = ports.hosts.newId();
      offers.keep(id, found.value);
      return ok(offerOf(id, found.value, hosts.value));
    },
    async applyImport({ offerId, picks }) {
      const found = offers.take(offerId);
      if (found === null) return unreadable('forgotten');
      try {
        if (picks.length === 0) return ok([]);
        const taken = picks.flatMap((pick) => {
          const item = found.items[pick.item];
          return item === undefined ? [] : [{ item, pick, id: ports.hosts.newId() }];
        });
        const result = await takeOver(taken, found.source);
        // A locked vault or a full disk is no reason to read the file again.
        if (!result.ok) offers.keep(offerId, copyOf(found));
        return result;
      } finally {
        for (const { secrets } of found.items) wipe(secrets);
      }
    },
    async exportHosts({ hostIds, passphrase }) {
      const typed = new TextEncoder().encode(passphrase);
      const bundled = isTooShort(typed)
        ? fail({ code: 'passphrase-short' as const, least: leastPassphrase })
        : await bundleHosts(hostIds, ports);
      if (!bundled.ok) {
        typed.fill(0);
        return bundled;
      }
      const { knock, secrets: vault } = ports;
      const sealing = { passphrase: typed, scrypt: vault.scrypt, random: knock.random };
      try {
        return ok({ text: await sealBundle(bundled.value, sealing) });
      } finally {
        typed.fill(0);
        for (const { secrets } of bundled.value) wipe(secrets);
      }
    },
  };
}

interface Taken {
  readonly item: FoundHost;
  readonly pick: Choice;
  /** For a host that is new. */
  readonly id: string;
}

function unreadable(reason: 'too-large' | 'forgotten') {
  return fail({ code: 'import-unreadable' as const, reason, line: null });
}

function offerOf(id: string, { source, items, notes }: Found, hosts: readonly Host[]): Offer {
  const byName = new Map(hosts.map((host) => [nameKey(host.name), host]));
  return {
    id,
    source,
    items: items.map(({ host, secrets, notes: own }) => {
      const existing = byName.get(nameKey(host.name));
      return {
        host,
        secrets: slots.filter((slot) => secrets[slot] !== undefined),
        notes: own,
        existing: existing === undefined ? null : { id: existing.id, name: existing.name },
      };
    }),
    notes,
  };
}

/** The list with what was picked in it, and each picked host as it is there. */
function place(
  hosts: readonly Host[],
  taken: readonly Taken[],
  source: Found['source'],
): Result<{ readonly hosts: readonly Host[]; readonly saved: readonly Host[] }, Failure> {
  const byName = new Map(hosts.map((host) => [nameKey(host.name), host]));
  const updated = new Map<string, Host>();
  const ids: string[] = [];
  const added: Host[] = [];
  for (const { item, pick, id } of taken) {
    const old = pick.as === 'update' ? byName.get(nameKey(item.host.name)) : undefined;
    const address = pick.address ?? (item.host.address === '' ? (old?.address ?? '') : item.host.address);
    const fresh = old && source !== 'bundle' ? { ...old, ...whatTextsSay(item.host) } : item.host;
    const host = parseHost({ ...fresh, id: old?.id ?? id, name: old?.name ?? item.host.name, address });
    if (!host.ok) return host;
    ids.push(host.value.id);
    if (old) updated.set(old.id, host.value);
    else added.push(host.value);
  }
  const list = addFreely(
    hosts.map((host) => updated.get(host.id) ?? host),
    added,
  );
  const byId = new Map(list.map((host) => [host.id, host]));
  return ok({ hosts: list, saved: ids.flatMap((id) => byId.get(id) ?? []) });
}

/** Files of other programs know nothing of tags, notes and what to connect with: those stay. */
function whatTextsSay({ family, knock, check, openForMs }: Host): Partial<Host> {
  return { family, knock, ...(check && { check }), ...(openForMs !== undefined && { openForMs }) };
}

function copyOf(found: Found): Found {
  const items = found.items.map((item) => ({ ...item, secrets: structuredClone(item.secrets) }));
  return { ...found, items };
}

/** The hosts with all that is kept of them. The caller wipes the secrets. */
async function bundleHosts(
  hostIds: readonly string[],
  ports: Ports,
): Promise<Result<readonly BundledHost[], Failure>> {
  const [hosts, counters, look] = [
    await ports.hosts.load(),
    await ports.counters.load(),
    await ports.secrets.look(),
  ];
  if (!hosts.ok) return hosts;
  if (!counters.ok) return counters;
  if (!look.ok) return look;
  const bundled: BundledHost[] = [];
  const give = (failure: Failure) => {
    for (const { secrets } of bundled) wipe(secrets);
    return fail(failure);
  };
  for (const hostId of hostIds) {
    const host = hosts.value.find(({ id }) => id === hostId);
    if (!host) return give({ code: 'host-not-found', name: hostId, similar: [] });
    const secrets: Partial<Record<keyof FoundHost['secrets'], Uint8Array>> = {};
    bundled.push({ host, counter: counters.value[hostId] ?? null, secrets });
    for (const slot of slots) {
      if (look.value.secrets[hostId]?.[slot] === undefined) continue;
      const bytes = await ports.secrets.read(hostId, slot);
      if (!bytes.ok) return give(bytes.error);
      if (bytes.value !== null) secrets[slot] = bytes.value;
    }
  }
  return ok(bundled);
}
