import type { Clock } from '../../clock.ts';
import type { Obstacle } from '../../errors.ts';
import type { OwnAddress, PknockKnock, SpaKnock } from '../../hosts/knock-schema.ts';
import type { Host } from '../../hosts/schema.ts';
import type { KnockPorts, Packet } from '../../knock/ports.ts';
import { fail, ok, type Result } from '../../result.ts';
import { encodeSpa, spaPlaintext } from '../../spa/encode.ts';
import { packetSource, spaFields, type SpaRequest } from '../../spa/fields.ts';
import { encodeGpgSpa } from '../../spa/gpg.ts';
import { pknockPayload, secondsUntilSafe } from '../../spa/pknock.ts';
import type { SpaPorts } from '../../spa/ports.ts';
import type { SpaProblem } from '../../spa/problem.ts';
import { spaBytes } from '../../spa/transport.ts';
import type { Attempt, Method, TryRequest } from '../method.ts';

/** What both kinds of single packets need of the outside. */
interface SinglePorts {
  readonly clock: Clock;
  readonly random: KnockPorts['random'];
  readonly spa: SpaPorts;
}

/** fwknop's packet: made anew for each try, because a server refuses the same bytes twice. */
export function spaMethod(request: {
  readonly host: Host;
  readonly knock: SpaKnock;
  /** Null with gpg. */
  readonly key: Uint8Array | null;
  readonly hmacKey: Uint8Array | null;
  readonly ports: SinglePorts;
}): Method {
  const { host, key, hmacKey, ports } = request;
  const knock = withOutsidePort(request.knock, ports.random);
  const ownAddress = createOwnAddress(knock.allow, ports.spa);
  return {
    servicePort: knock === request.knock ? null : outsidePortOf(knock),
    async next({ at, signal }) {
      if (at.family !== 4) return fail({ code: 'ipv4-only' });
      const allowAddress = await ownAddress(at.address, signal);
      if (!allowAddress.ok) return allowAddress;
      const asked = spaFields({
        knock,
        allowAddress: allowAddress.value,
        serverAddress: host.address,
        timeS: ports.clock.now() / 1_000,
        random: ports.random,
      });
      const text = asked.ok ? await seal({ knock, asked: asked.value, key, hmacKey, ports, signal }) : asked;
      if (!text.ok) return fail(obstacleOf(text.error));
      return ok(
        attemptOf(spaPacket({ knock, text: text.value, serverName: host.address, random: ports.random })),
      );
    },
    ended: async () => {},
    async close() {
      key?.fill(0);
      hmacKey?.fill(0);
    },
  };
}

/** xt_pknock's packet: good for one minute of the server's clock. */
export function pknockMethod(request: {
  readonly knock: PknockKnock;
  readonly secret: Uint8Array;
  readonly ports: SinglePorts;
}): Method {
  const { knock, secret, ports } = request;
  const ownAddress = createOwnAddress(knock.allow, ports.spa);
  const nowS = (): number => Math.floor(ports.clock.now() / 1_000) + knock.clockOffsetS;
  return {
    servicePort: null,
    async next({ at, signal, onHeld }: TryRequest) {
      if (at.family !== 4) return fail({ code: 'ipv4-only' });
      const ownIp = await ownAddress(at.address, signal);
      if (!ownIp.ok) return ownIp;
      const forMs = secondsUntilSafe(nowS()) * 1_000;
      if (forMs > 0) {
        onHeld(forMs);
        await ports.clock.sleep(forMs, signal);
      }
      const data = pknockPayload({ secret, sourceAddress: ownIp.value, timeS: nowS() });
      return ok(attemptOf({ proto: 'udp', port: knock.port, data }));
    },
    ended: async () => {},
    async close() {
      secret.fill(0);
    },
  };
}

/** Encrypts and authenticates what is asked for. */
export async function seal(request: {
  readonly knock: SpaKnock;
  readonly asked: SpaRequest;
  readonly key: Uint8Array | null;
  readonly hmacKey: Uint8Array | null;
  readonly ports: Pick<SinglePorts, 'random' | 'spa'>;
  readonly signal: AbortSignal;
}): Promise<Result<string, SpaProblem>> {
  const { knock, asked, key, hmacKey, ports, signal } = request;
  const { fields } = asked;
  const hmac = knock.hmac === 'none' || hmacKey === null ? null : { hash: knock.hmac, key: hmacKey };
  if (knock.cipher.kind === 'gpg') {
    const { recipient, signer, home } = knock.cipher;
    const plaintext = spaPlaintext(fields, knock.digest);
    const message = await ports.spa.sealWithGpg({ plaintext, recipient, signer, home }, signal);
    return message.ok
      ? encodeGpgSpa({ message: message.value, hmac })
      : fail({ code: 'gpg', problem: message.error });
  }
  if (key === null) throw new Error('a packet without a key');
  return encodeSpa({
    fields,
    digest: knock.digest,
    mode: knock.cipher.mode,
    key,
    hmac,
    salt: ports.random(8),
  });
}

/** Asked once in a run: the address does not change between two tries, and who tells it should not be asked twice. */
function createOwnAddress(allow: SpaKnock['allow'] | OwnAddress, spa: SpaPorts) {
  let known: string | null = null;
  return async (serverAddress: string, signal: AbortSignal): Promise<Result<string, Obstacle>> => {
    known ??= await askOwnAddress(allow, serverAddress, spa, signal);
    return known === null
      ? fail({ code: 'address-unknown', source: allow.kind === 'resolve' ? allow.url : null })
      : ok(known);
  };
}

async function askOwnAddress(
  allow: SpaKnock['allow'] | OwnAddress,
  serverAddress: string,
  spa: SpaPorts,
  signal: AbortSignal,
): Promise<string | null> {
  switch (allow.kind) {
    case 'source':
      return packetSource;
    case 'fixed':
      return allow.address;
    case 'local':
      return spa.localAddressTowards(serverAddress);
    case 'resolve':
      return spa.publicAddress(allow.url, signal);
    default:
      return allow satisfies never;
  }
}

/** A port for fwknop's "random outside port": one for the whole run, because that is where the service is then seen. */
function withOutsidePort(knock: SpaKnock, random: KnockPorts['random']): SpaKnock {
  if (knock.nat?.outsidePort !== 'random') return knock;
  return { ...knock, nat: { ...knock.nat, outsidePort: randomPort(10_000, random) } };
}

function outsidePortOf({ nat }: SpaKnock): number | null {
  return typeof nat?.outsidePort === 'number' ? nat.outsidePort : null;
}

function spaPacket(request: {
  readonly knock: SpaKnock;
  readonly text: string;
  readonly serverName: string;
  readonly random: KnockPorts['random'];
}): Packet {
  const { knock, text, serverName, random } = request;
  const port = knock.port === 'random' ? randomPort(1_024, random) : knock.port;
  const data = spaBytes({ transport: knock.transport, packet: text, serverAddress: serverName, port });
  return knock.transport === 'udp'
    ? { proto: 'udp', port, data }
    : { proto: 'tcp', port, mode: 'send', data };
}

/** From `least` to 65535. The remainder of 32 bits favours no port by more than 2^-16 of its chance. */
function randomPort(least: number, random: KnockPorts['random']): number {
  const bytes = random(4);
  return least + (new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) % (65_536 - least));
}

function attemptOf(packet: Packet): Attempt {
  return {
    plan: [{ step: 1, offsetMs: 0, packet }],
    steps: 1,
    gapMs: 0,
    spanMs: 0,
    learntGapMs: null,
    moving: null,
  };
}

/** Keys were looked at when they were entered (engine/read-secret.ts); what is left depends on the packet. */
export function obstacleOf(problem: SpaProblem): Obstacle {
  switch (problem.code) {
    case 'packet-too-large':
    case 'gpg':
      return problem;
    case 'ipv4-only':
      return { code: 'ipv4-only' };
    default:
      return { code: 'packet-refused', problem: problem.code };
  }
}
