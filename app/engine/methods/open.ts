import type { Failure } from '../../errors.ts';
import type { Knock } from '../../hosts/knock-schema.ts';
import type { Host } from '../../hosts/schema.ts';
import type { Counter } from '../../otp/counter.ts';
import { deriveHits } from '../../otp/derive.ts';
import { parseOneTimeList } from '../../otp/one-time.ts';
import type { CounterPorts } from '../../otp/ports.ts';
import type { Ports } from '../../ports.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { SecretEdits, SecretInput } from '../../secrets/input.ts';
import { slotsOf, type Slot } from '../../secrets/slots.ts';
import { withEarlier } from '../entered-secrets.ts';
import type { Method } from '../method.ts';
import { readEdit, replacesList } from '../read-secret.ts';
import { countedMethod } from './counted.ts';
import { fixedMethod } from './fixed.ts';
import { pknockMethod, spaMethod } from './single.ts';
import { timedMethod } from './timed.ts';

/** Makes a run's way of knocking, with the host's secrets in it. `edits` stand in for stored ones. */
export async function openMethod(request: {
  readonly host: Host;
  /** `close`: what shuts the door. */
  readonly purpose?: 'open' | 'close';
  readonly edits?: SecretEdits | undefined;
  readonly ports: Ports;
}): Promise<Result<Method, Failure>> {
  const { host, purpose, ports } = request;
  const knock = knockOf(request);
  const { clock, counters } = ports;
  const { random } = ports.knock;
  const read = await readSecrets(request);
  if (!read.ok) return read;
  const secretOf = (slot: Slot): Uint8Array => read.value.get(slot) ?? new Uint8Array();
  switch (knock.method) {
    case 'sequence':
      return ok(fixedMethod({ host, knock, random }));
    case 'totp':
      return ok(timedMethod({ host, knock, secret: secretOf('otp-secret'), clock, random }));
    case 'hotp': {
      const secret = secretOf('otp-secret');
      return ok(
        countedMethod({
          host,
          knock,
          counters,
          random,
          total: null,
          stepsOf(number) {
            const steps = deriveHits({
              derivation: knock.derivation,
              secret,
              factor: number,
              stepS: 1,
              epochS: 0,
            });
            return steps.ok ? steps : fail({ code: 'no-sequence', problem: steps.error.code });
          },
          wipe: () => secret.fill(0),
        }),
      );
    }
    case 'list': {
      const secret = secretOf('one-time-list');
      const list = parseOneTimeList(new TextDecoder('utf-8').decode(secret));
      secret.fill(0);
      // It was parsed before it was kept.
      if (!list.ok) throw new Error('a list that cannot be read');
      const { sequences } = list.value;
      return ok(
        countedMethod({
          host,
          knock,
          counters: replacesList(request.edits) ? passingCounters() : counters,
          random,
          total: sequences.length,
          stepsOf(number) {
            const steps = sequences[number];
            return steps === undefined ? fail({ code: 'list-used-up' }) : ok(steps);
          },
          wipe: () => {},
        }),
      );
    }
    case 'spa': {
      const [key, hmacKey] = [read.value.get('spa-key') ?? null, read.value.get('spa-hmac-key') ?? null];
      return ok(spaMethod({ host, knock, key, hmacKey, ports: { clock, random, spa: ports.spa } }));
    }
    case 'pknock':
      return ok(
        pknockMethod({
          knock,
          secret: secretOf(purpose === 'close' ? 'pknock-close-secret' : 'pknock-secret'),
          ports: { clock, random, spa: ports.spa },
        }),
      );
    default:
      return knock satisfies never;
  }
}

function knockOf({ host, purpose }: { readonly host: Host; readonly purpose?: 'open' | 'close' }): Knock {
  const { close } = host;
  if (purpose !== 'close') return host.knock;
  if (close === undefined) throw new Error('a door without a way to shut it');
  return close;
}

/** For a list that is not kept: neither is the position in it. */
function passingCounters(): CounterPorts {
  let counter: Counter | null = null;
  return {
    load: async () => ok({}),
    change: async (_, edit) => ok((counter = edit(counter))),
  };
}

/** The secrets that a host's way of knocking needs, all of them, for the caller to wipe. */
export async function readSecrets(request: {
  readonly host: Host;
  readonly purpose?: 'open' | 'close';
  readonly edits?: SecretEdits | undefined;
  readonly ports: Pick<Ports, 'secrets'>;
}): Promise<Result<ReadonlyMap<Slot, Uint8Array>, Failure>> {
  const { host, edits = {}, ports } = request;
  const found = new Map<Slot, Uint8Array>();
  const missing: Slot[] = [];
  const give = (failure: Failure): Result<never, Failure> => {
    for (const bytes of found.values()) bytes.fill(0);
    return fail(failure);
  };
  const readNew = async (
    slot: Slot,
    edit: SecretInput | null,
  ): Promise<Result<Uint8Array | null, Failure>> => {
    const entered = readEdit(slot, edit);
    if (!entered.ok || entered.value === null || edit?.append !== true) return entered;
    const joined = await withEarlier({ hostId: host.id, bytes: entered.value }, ports);
    entered.value.fill(0);
    return joined;
  };
  for (const slot of slotsOf(knockOf(request), request.purpose)) {
    const edit = edits[slot];
    const read = edit === undefined ? await ports.secrets.read(host.id, slot) : await readNew(slot, edit);
    if (!read.ok) return give(read.error);
    if (read.value === null) missing.push(slot);
    else found.set(slot, read.value);
  }
  if (missing.length > 0) return give({ code: 'secret-missing', name: host.name, slots: missing });
  return ok(found);
}
