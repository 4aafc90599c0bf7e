import { ipFamily } from '../hosts/address.ts';
import type { SpaKnock } from '../hosts/knock-schema.ts';
import { isNatHost } from '../hosts/spa-schema.ts';
import { fail, ok, type Result } from '../result.ts';
import { utf8Base64 } from './base64.ts';
import type { SpaProblem } from './problem.ts';

/** FKO_..._MSG of libfko's fko.h. */
export const spaTypes = {
  command: 0,
  access: 1,
  nat: 2,
  accessWithTimeout: 3,
  natWithTimeout: 4,
  localNat: 5,
  localNatWithTimeout: 6,
} as const;

export type SpaType = (typeof spaTypes)[keyof typeof spaTypes];

/** What a packet says, before and after encryption. */
export interface SpaFields {
  /** 16 decimal digits. They make every packet unlike all others. */
  readonly rand: string;
  readonly user: string;
  /** Unix seconds. */
  readonly timeS: number;
  readonly version: string;
  readonly type: SpaType;
  /** "198.51.100.7,tcp/22" or "198.51.100.7,command line". */
  readonly message: string;
  /** "192.168.10.5,22" */
  readonly nat: string | null;
  /** Of old clients: parsed and ignored by servers of today. */
  readonly serverAuth: string | null;
  readonly timeoutS: number | null;
}

export interface AskedPort {
  readonly proto: 'tcp' | 'udp';
  readonly port: number;
}

/** What is asked for in one packet. */
export interface SpaRequest {
  readonly fields: SpaFields;
  /** The ports that open, as they are reached from outside: with NAT the outside port. Empty for a command. */
  readonly opens: readonly AskedPort[];
}

/** In a packet: "the address that this packet comes from". */
export const packetSource = '0.0.0.0';

/** What fwknop 2.5 and later send. Servers do not look at it. */
const version = '3.0.0';

/** MAX_SPA_MESSAGE_SIZE of libfko, in base64. */
const messageChars = 256;

/** As fwknop's --nat-rand-port: MIN_HIGH_PORT to MAX_PORT (fwknop.c, get_rand_port). */
const natPorts = { from: 10_000, to: 65_535 } as const;

/** The fields of one new packet. */
export function spaFields(request: {
  readonly knock: SpaKnock;
  /** IPv4 address to admit, or `packetSource`. */
  readonly allowAddress: string;
  /** As the host has it: a name or an address. Local NAT without a host of its own leads there, if fwknop can read it. */
  readonly serverAddress: string;
  /** This computer's clock, Unix seconds. The host's clock offset is added here. */
  readonly timeS: number;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}): Result<SpaRequest, SpaProblem> {
  const { knock, allowAddress, timeS, random } = request;
  if (ipFamily(allowAddress) !== 4) return fail({ code: 'ipv4-only', address: allowAddress });
  const common = {
    rand: String(randomBelow(10n ** 16n, random)).padStart(16, '0'),
    user: knock.user,
    timeS: Math.floor(timeS) + knock.clockOffsetS,
    version,
    serverAuth: null,
  };
  if (knock.ask.kind === 'command') {
    // A command has no ports to translate and no time to close again.
    const message = `${allowAddress},${knock.ask.command}`;
    const fields = { ...common, type: spaTypes.command, message, nat: null, timeoutS: null };
    return checked({ fields, opens: [] });
  }
  const ways = natOf(request, knock.ask.ports);
  if (!ways.ok) return ways;
  const { opens, nat } = ways.value;
  const timeoutS = knock.timeoutS ?? null;
  const message = [allowAddress, ...opens.map(({ proto, port }) => `${proto}/${port}`)].join(',');
  const type = typeOf(knock.nat?.kind, timeoutS !== null);
  return checked({ fields: { ...common, type, message, nat, timeoutS }, opens });
}

function checked(request: SpaRequest): Result<SpaRequest, SpaProblem> {
  const problem = messageProblem(request.fields.message);
  return problem === null ? ok(request) : fail(problem);
}

export function messageProblem(message: string): SpaProblem | null {
  const chars = utf8Base64(message).length;
  return chars > messageChars ? { code: 'message-too-long', chars, most: messageChars } : null;
}

/**
 * fwknop's rules (fwknop.c, set_access_buf and set_nat_access): the message carries the outside port, the NAT field the
 * inner service, which is the asked port where no other is given.
 */
function natOf(
  { knock, serverAddress, random }: Parameters<typeof spaFields>[0],
  ports: readonly AskedPort[],
): Result<{ readonly opens: readonly AskedPort[]; readonly nat: string | null }, SpaProblem> {
  const { nat } = knock;
  if (nat === undefined) return ok({ opens: ports, nat: null });
  const [first] = ports;
  if (first === undefined) throw new Error('access to no port');
  const host = nat.host ?? serverAddress;
  if (!isNatHost(host)) return fail({ code: 'ipv4-only', address: host });
  const inner = `${host},${nat.port ?? first.port}`;
  if (nat.outsidePort === undefined) return ok({ opens: ports, nat: inner });
  if (ports.length > 1) return fail({ code: 'several-nat-ports' });
  const { from, to } = natPorts;
  const port =
    nat.outsidePort === 'random'
      ? from + Number(randomBelow(BigInt(to - from + 1), random))
      : nat.outsidePort;
  return ok({ opens: [{ proto: first.proto, port }], nat: inner });
}

function typeOf(nat: 'forward' | 'local' | undefined, withTimeout: boolean): SpaType {
  switch (nat) {
    case undefined:
      return withTimeout ? spaTypes.accessWithTimeout : spaTypes.access;
    case 'forward':
      return withTimeout ? spaTypes.natWithTimeout : spaTypes.nat;
    case 'local':
      return withTimeout ? spaTypes.localNatWithTimeout : spaTypes.localNat;
    default:
      return nat satisfies never;
  }
}

/** 16 bytes for a number below 2^54: what the remainder favours is less than 2^-74. */
function randomBelow(limit: bigint, random: (bytes: number) => Uint8Array): bigint {
  return random(16).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n) % limit;
}
