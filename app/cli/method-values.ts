import { InvalidArgumentError } from 'commander';
import type { OwnAddress, SpaKnock } from '../hosts/knock-schema.ts';
import { encodings, type Encoding } from '../secrets/input.ts';
import { slots, type Slot } from '../secrets/slots.ts';

/** The values of the options that say how to knock, from text. Each throws InvalidArgumentError with what to write instead. */

export type Proto = 'tcp' | 'udp';

export interface AskedPort {
  readonly proto: Proto;
  readonly port: number;
}

/** Reads "tcp/22,udp/1194", as fwknop writes it. */
export function parseAccess(text: string): readonly AskedPort[] {
  return text.split(',').map((each) => {
    const [, proto = 'tcp', port] = /^\s*(tcp|udp)\/(\d+)\s*$/i.exec(each) ?? [];
    if (port === undefined) throw new InvalidArgumentError('Write tcp/22, or several: tcp/22,udp/1194.');
    return { proto: proto.toLowerCase() === 'udp' ? 'udp' : 'tcp', port: Number(port) };
  });
}

export function parsePortOrRandom(text: string): number | 'random' {
  if (text.toLowerCase() === 'random') return 'random';
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Write a port, or random.');
  return Number(text);
}

/** Reads "source", "local", an address, or a web address that tells one. */
export function parseAllow(text: string): SpaKnock['allow'] | OwnAddress {
  if (text === 'source' || text === 'local') return { kind: text };
  return text.includes('://') ? { kind: 'resolve', url: text } : { kind: 'fixed', address: text };
}

/** Reads "10000-20000,30000-32767". */
export function parseRanges(text: string): readonly (readonly [number, number])[] {
  return text.split(',').map((each) => {
    const [, from, to] = /^\s*(\d+)\s*-\s*(\d+)\s*$/.exec(each) ?? [];
    if (from === undefined || to === undefined) {
      throw new InvalidArgumentError('Write 10000-32767, or several: 10000-20000,30000-32767.');
    }
    return [Number(from), Number(to)] as const;
  });
}

/** Reads "22,80,443". */
export function parsePorts(text: string): readonly number[] {
  if (!/^\s*\d+(?:\s*,\s*\d+)*\s*$/.test(text)) throw new InvalidArgumentError('Write ports: 22,80,443.');
  return text.split(',').map(Number);
}

/** Reads "tcp,udp,tcp". */
export function parseProtos(text: string): readonly Proto[] {
  return text.split(',').map((each) => {
    const proto = each.trim().toLowerCase();
    if (proto !== 'tcp' && proto !== 'udp') throw new InvalidArgumentError('Write tcp,udp,tcp.');
    return proto;
  });
}

/** Reads "10.0.0.5" or "10.0.0.5:22". */
export function parseInnerHost(text: string): { readonly host: string; readonly port: number | false } {
  const [, host, port] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  if (host === undefined) throw new InvalidArgumentError('Write 10.0.0.5 or 10.0.0.5:22.');
  return { host, port: port === undefined ? false : Number(port) };
}

/** Reads "90", "90s", "-5m" or "+1h" as seconds. */
export function parseOffset(text: string): number {
  const [, sign, amount, unit = 's'] = /^([+-]?)(\d+)([smh]?)$/i.exec(text.trim()) ?? [];
  if (amount === undefined) throw new InvalidArgumentError('Write 90, -90s or 5m.');
  const seconds = Number(amount) * ({ m: 60, h: 3_600 }[unit.toLowerCase()] ?? 1);
  return sign === '-' ? -seconds : seconds;
}

/** A file with one secret in it. */
export interface SecretFile {
  readonly slot: Slot;
  readonly file: string;
  /** Absent: as usual for this secret. */
  readonly encoding?: Encoding;
}

/** Reads "spa-key=key.txt" or "spa-key=key.txt,base64", and adds it to those before. */
export function parseSecretFile(text: string, before: readonly SecretFile[] = []): readonly SecretFile[] {
  const [, name, value = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const slot = slots.find((each) => each === name);
  if (slot === undefined || slot === 'one-time-list') {
    throw new InvalidArgumentError(
      'Write otp-secret=FILE, spa-key=FILE, spa-hmac-key=FILE or pknock-secret=FILE, with ,base64 where it is base64.',
    );
  }
  const end = value.slice(value.lastIndexOf(',') + 1);
  const encoding = value.includes(',') ? encodings.find((each) => each === end) : undefined;
  const file = encoding === undefined ? value : value.slice(0, -encoding.length - 1);
  return [...before, { slot, file, ...(encoding !== undefined && { encoding }) }];
}
