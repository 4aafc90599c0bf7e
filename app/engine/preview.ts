import type { Api } from '../contract.ts';
import type { Failure, Obstacle } from '../errors.ts';
import type { Host } from '../hosts/schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import { candidates } from '../otp/counter.ts';
import { deriveHits } from '../otp/derive.ts';
import { parseOneTimeList } from '../otp/one-time.ts';
import { windowAt } from '../otp/time.ts';
import type { Ports } from '../ports.ts';
import type { NumberedSteps, PacketField, Preview } from '../preview.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Slot } from '../secrets/slots.ts';
import { spaLimits } from '../spa/encode.ts';
import { packetSource, spaFields, type SpaFields } from '../spa/fields.ts';
import { gpgSizes } from '../spa/gpg.ts';
import { current } from './methods/counted.ts';
import { readSecrets } from './methods/open.ts';
import { obstacleOf, seal } from './methods/single.ts';
import { stepsOf } from './methods/timed.ts';
import { replacesList } from './read-secret.ts';

/** Shows what would be sent, without sending: nothing is looked up, reserved or kept. */
export function previewCommands({ ports }: { readonly ports: Ports }): Pick<Api, 'preview'> {
  return {
    async preview({ subject, count, from = null }) {
      const host = await hostOf(subject, ports);
      if (!host.ok) return host;
      const edits = 'host' in subject ? subject.secrets : undefined;
      const read = await readSecrets({ host: host.value, edits, ports });
      if (!read.ok) return ok({ kind: 'none', reason: read.error });
      try {
        const isNewList = host.value.knock.method === 'list' && replacesList(edits);
        const first = from ?? (isNewList ? 0 : null);
        return ok(await previewOf({ host: host.value, secrets: read.value, count, from: first, ports }));
      } finally {
        for (const bytes of read.value.values()) bytes.fill(0);
      }
    },
  };
}

async function hostOf(
  subject: Parameters<Api['preview']>[0]['subject'],
  ports: Ports,
): Promise<Result<Host, Failure>> {
  if ('host' in subject) return ok(subject.host);
  const loaded = await ports.hosts.load();
  if (!loaded.ok) return loaded;
  const host = loaded.value.find(({ id }) => id === subject.hostId);
  return host === undefined ? fail({ code: 'host-not-found', name: subject.hostId, similar: [] }) : ok(host);
}

interface Request {
  readonly host: Host;
  readonly secrets: ReadonlyMap<Slot, Uint8Array>;
  /** How many numbers to show. */
  readonly count: number;
  /** The first of them; null: the next one. */
  readonly from: number | null;
  readonly ports: Ports;
}

async function previewOf(request: Request): Promise<Preview> {
  const { host, secrets, count, ports } = request;
  const { knock } = host;
  const secretOf = (slot: Slot): Uint8Array => secrets.get(slot) ?? new Uint8Array();
  switch (knock.method) {
    case 'sequence':
      return {
        kind: 'ports',
        now: { number: 0, steps: knock.steps },
        next: [],
        changesAt: null,
        everyMs: null,
      };
    case 'totp': {
      const steps = stepsOf(knock);
      const { step, endsAtMs } = windowAt({ nowMs: ports.clock.now(), ...steps });
      const hitsOf = (factor: number) =>
        deriveHits({ derivation: knock.derivation, secret: secretOf('otp-secret'), factor, ...steps });
      const from = request.from ?? step;
      const changesAt = endsAtMs + (from - step) * steps.stepS * 1_000;
      return numbered({ from, count, hitsOf, changesAt, everyMs: steps.stepS * 1_000 });
    }
    case 'hotp': {
      const hitsOf = (factor: number) =>
        deriveHits({
          derivation: knock.derivation,
          secret: secretOf('otp-secret'),
          factor,
          stepS: 1,
          epochS: 0,
        });
      const from = await nextOf(request, knock.window, null);
      if (!from.ok) return { kind: 'none', reason: from.error };
      return numbered({ from: from.value, count, hitsOf, changesAt: null, everyMs: null });
    }
    case 'list': {
      const list = parseOneTimeList(new TextDecoder('utf-8').decode(secretOf('one-time-list')));
      if (!list.ok) throw new Error('a list that cannot be read');
      const { sequences } = list.value;
      const from = await nextOf(request, knock.window, sequences.length);
      if (!from.ok) return { kind: 'none', reason: from.error };
      const lines = sequences
        .map((steps, index) => ({ number: index + 1, steps }))
        .slice(from.value, from.value + count);
      if (lines.length === 0) return { kind: 'none', reason: { code: 'list-used-up' } };
      return portsOf(lines, null, null);
    }
    case 'spa':
      return previewPacket(request);
    case 'pknock':
      return {
        kind: 'packet',
        fields: [
          { name: 'address', value: knock.allow.kind === 'fixed' ? knock.allow.address : null },
          {
            name: 'minute',
            value: String(Math.floor((ports.clock.now() / 1_000 + knock.clockOffsetS) / 60)),
          },
          { name: 'hmac', value: null },
        ],
        bytes: 65,
        most: 65,
        transport: 'udp',
        port: knock.port,
      };
    default:
      return knock satisfies never;
  }
}

/** The number that was asked for, or the one that a knock would begin with. */
async function nextOf(
  { host, from, ports }: Request,
  window: number,
  total: number | null,
): Promise<Result<number, Failure | Obstacle>> {
  if (from !== null) return ok(from);
  const loaded = await ports.counters.load();
  if (!loaded.ok) return loaded;
  const [next] = candidates(current(loaded.value[host.id] ?? null, total), window);
  return next === undefined ? fail({ code: 'list-used-up' }) : ok(next);
}

function numbered(request: {
  readonly from: number;
  readonly count: number;
  readonly hitsOf: (factor: number) => ReturnType<typeof deriveHits>;
  readonly changesAt: number | null;
  readonly everyMs: number | null;
}): Preview {
  const { from, count, hitsOf, changesAt, everyMs } = request;
  const shown: NumberedSteps[] = [];
  for (let number = from; number < from + count; number += 1) {
    const hits = hitsOf(number);
    if (!hits.ok && number === from) {
      return { kind: 'none', reason: { code: 'no-sequence', problem: hits.error.code } };
    }
    // A later number without a sequence is no reason to show none.
    shown.push({ number, steps: hits.ok ? hits.value : ([] as readonly Step[]) });
  }
  return portsOf(shown, changesAt, everyMs);
}

function portsOf(
  [now, ...next]: readonly NumberedSteps[],
  changesAt: number | null,
  everyMs: number | null,
): Preview {
  if (now === undefined) throw new Error('a preview of no number');
  return { kind: 'ports', now, next, changesAt, everyMs };
}

/** The packet as it would be made now. An address that must be asked for stands as the packet's own. */
async function previewPacket({ host, secrets, ports }: Request): Promise<Preview> {
  const { knock } = host;
  if (knock.method !== 'spa') throw new Error('no fwknop packet');
  const none = (reason: Obstacle): Preview => ({ kind: 'none', reason });
  const isAsked = knock.allow.kind === 'local' || knock.allow.kind === 'resolve';
  // The longest address there is, so that the size shown is not too small.
  const longest = '255.255.255.255';
  const allowAddress = isAsked ? longest : knock.allow.kind === 'fixed' ? knock.allow.address : packetSource;
  const asked = spaFields({
    knock,
    allowAddress,
    serverAddress: host.address,
    timeS: ports.clock.now() / 1_000,
    random: ports.knock.random,
  });
  if (!asked.ok) return none(obstacleOf(asked.error));
  const { fields } = asked.value;
  const isGpg = knock.cipher.kind === 'gpg';
  const text = isGpg
    ? ok(null)
    : await seal({
        knock,
        asked: asked.value,
        key: secrets.get('spa-key') ?? null,
        hmacKey: secrets.get('spa-hmac-key') ?? null,
        ports: { random: ports.knock.random, spa: ports.spa },
        signal: new AbortController().signal,
      });
  if (!text.ok) return none(obstacleOf(text.error));
  return {
    kind: 'packet',
    fields: fieldsOf(isAsked ? { ...fields, message: fields.message.replace(longest, '?') } : fields),
    // gpg would ask for a passphrase or a card, which a preview must not.
    bytes: text.value?.length ?? 0,
    most: isGpg ? gpgSizes.most : spaLimits.packetBytes,
    transport: knock.transport,
    port: knock.port === 'random' ? null : knock.port,
  };
}

function fieldsOf({ user, timeS, version, type, message, nat, timeoutS }: SpaFields): readonly PacketField[] {
  return [
    { name: 'random', value: null },
    { name: 'user', value: user },
    { name: 'time', value: String(timeS) },
    { name: 'version', value: version },
    { name: 'type', value: String(type) },
    { name: 'message', value: message },
    ...(nat === null ? [] : [{ name: 'nat', value: nat } as const]),
    ...(timeoutS === null ? [] : [{ name: 'timeout', value: String(timeoutS) } as const]),
    { name: 'digest', value: null },
    { name: 'hmac', value: null },
  ];
}
