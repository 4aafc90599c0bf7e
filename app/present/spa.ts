import type { SpaExplanation } from '../spa/explain.ts';
import type { GpgExplanation } from '../spa/explain-gpg.ts';
import type { PacketExplanation } from '../spa/explanation.ts';
import type { SpaFields } from '../spa/fields.ts';
import type { Explanation } from './obstacles.ts';
import { alignRows } from './table.ts';
import { describeDuration } from './time.ts';

type FwknopPacket = Exclude<PacketExplanation, { readonly kind: 'other-method' }>;

/** What is in a packet, as aligned lines. `timeOf` says a moment, in milliseconds since 1970, as its reader does. */
export function packetRows(packet: FwknopPacket, timeOf: (atMs: number) => string): readonly string[] {
  const rows = packet.kind === 'gpg' ? gpgRows(packet) : rijndaelRows(packet, timeOf);
  return alignRows(rows.map(([name, text]) => [name, text]));
}

/** What a server with the keys of this host would do with the packet, and what to do about it. */
export function describePacketVerdict(packet: FwknopPacket): Explanation {
  const { refusal } = packet;
  if (refusal === null) {
    return packet.kind === 'gpg'
      ? {
          what: 'A server would hand it to gpg. What is inside only its keys tell.',
          next: 'Look at the log of fwknopd.',
        }
      : {
          what: 'A server with these keys would take it, if its rules allow what it asks for.',
          next: 'It takes each packet once: a copy is refused.',
        };
  }
  return { what: `A server would drop it: ${reasonOf(packet, refusal)}.`, next: adviceOn(packet, refusal) };
}

type Refusal = NonNullable<FwknopPacket['refusal']>;
type Row = readonly [name: string, text: string];

function rijndaelRows(packet: SpaExplanation, timeOf: (atMs: number) => string): readonly Row[] {
  const { bytes, isDecrypted, digest, fields, asks, ageS } = packet;
  return [
    ['Size', `${bytes} bytes`],
    ['HMAC', hmacWords[packet.hmac]],
    ['Decrypted', isDecrypted ? 'yes' : 'no'],
    ...(digest === null ? [] : [['Digest', `${digest}, right`] as const]),
    ...(fields === null ? [] : fieldRows(fields, ageS ?? 0, timeOf)),
    ...(asks === null
      ? []
      : [
          ['Admits', asks.address === '0.0.0.0' ? 'the address that it comes from' : asks.address] as const,
          [
            'Asks for',
            asks.command === null
              ? asks.ports.map(({ proto, port }) => `${port}/${proto}`).join(', ')
              : `the command "${asks.command}"`,
          ] as const,
        ]),
  ];
}

function fieldRows(fields: SpaFields, ageS: number, timeOf: (atMs: number) => string): readonly Row[] {
  const { user, timeS, version, type, nat, timeoutS } = fields;
  return [
    ['User', user],
    ['Made', `${timeOf(timeS * 1_000)} (${age(ageS)})`],
    ['Version', version],
    ['Type', String(type)],
    ...(nat === null ? [] : [['NAT', nat.replace(',', ', port ')] as const]),
    ...(timeoutS === null ? [] : [['Time-out', describeDuration(timeoutS * 1_000)] as const]),
  ];
}

function gpgRows({ bytes, hmac, messageBytes }: GpgExplanation): readonly Row[] {
  return [
    ['Size', `${bytes} bytes`],
    ['HMAC', hmacWords[hmac]],
    ['Message', messageBytes === null ? 'none that can be read' : `${messageBytes} bytes of gpg's`],
  ];
}

const hmacWords: Readonly<Record<SpaExplanation['hmac'], string>> = {
  none: 'none, and none is expected',
  right: 'right',
  wrong: 'wrong: made with another key or algorithm',
  missing: 'missing',
  unexpected: 'there, but this host expects none',
  unknown: 'cannot be told',
};

function age(seconds: number): string {
  const amount = describeDuration(Math.abs(seconds) * 1_000);
  return seconds < 0 ? `in ${amount}` : `${amount} ago`;
}

/** The end of a sentence. */
function reasonOf(packet: FwknopPacket, refusal: Refusal): string {
  switch (refusal.code) {
    case 'size':
      return `it has ${refusal.bytes} bytes, and a packet of this kind has ${refusal.least} to ${refusal.most}`;
    case 'prefix':
      return 'it begins with what fwknop cuts off before sending';
    case 'characters':
      return 'it holds characters that are not base64';
    case 'hmac':
      return packet.hmac === 'missing' ? 'its HMAC is missing' : 'its HMAC is wrong';
    case 'decryption':
      return 'the key does not open it';
    case 'not-text':
      return 'the key opens it in part only';
    case 'digest':
      return 'the digest inside is wrong';
    case 'field':
      return `the field "${fieldNames[refusal.field]}" is one that fwknopd refuses`;
    case 'age':
      return `it was made ${age(refusal.ageS)} by the time of the server, and fwknopd takes 2 min either way`;
    default:
      return refusal satisfies never;
  }
}

function adviceOn(packet: FwknopPacket, refusal: Refusal): string {
  switch (refusal.code) {
    case 'size':
    case 'characters':
      return 'Copy the whole packet, in one line, without what is around it.';
    case 'prefix':
      return 'Send it without that.';
    case 'hmac':
      return packet.kind === 'rijndael' && packet.isDecrypted
        ? 'The encryption key is right. Compare HMAC key and algorithm with the server.'
        : 'Compare HMAC key and algorithm with the server.';
    case 'decryption':
      return 'Compare the key, its encoding and the mode with the server.';
    case 'not-text':
      return packet.hmac === 'unexpected'
        ? 'It carries an HMAC: set one for this host, as the server has it.'
        : 'Compare the mode with the server.';
    case 'digest':
      return 'It was damaged on its way, or the key is another one.';
    case 'field':
      return 'Correct that in the program that made it.';
    case 'age':
      return 'Compare the clocks of both sides, or send a new packet.';
    default:
      return refusal satisfies never;
  }
}

const fieldNames: Readonly<Record<Exclude<keyof SpaFields, 'rand'>, string>> = {
  user: 'user',
  timeS: 'time',
  version: 'version',
  type: 'type',
  message: 'message',
  nat: 'NAT',
  serverAuth: 'server auth',
  timeoutS: 'time-out',
};
