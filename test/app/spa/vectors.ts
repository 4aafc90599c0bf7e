import { readFileSync } from 'node:fs';
import type { HashName } from '../../../app/hosts/spa-schema.ts';
import type { CipherMode } from '../../../app/spa/crypto.ts';
import type { SpaFields, SpaType } from '../../../app/spa/fields.ts';

type Key = { readonly ascii: string } | { readonly base64: string };

interface Fields {
  readonly rand: string;
  readonly username: string;
  readonly timestamp: number;
  readonly version: string;
  readonly type: SpaType;
  readonly message: string;
  readonly nat?: string;
  readonly serverAuth?: string;
  readonly timeout?: number;
}

interface Vector {
  readonly name: string;
  readonly key: Key;
  readonly hmacKey: Key | null;
  readonly hmacType: string | null;
  readonly mode: string;
}

/** A packet, with everything that it was made of. */
export interface PacketVector extends Vector {
  readonly fields: Fields;
  readonly salt: string;
  readonly digest: string;
  readonly plaintext: string;
  readonly packet: string;
}

/** One run of the fwknop client. Without `packet` it made none. */
export interface ClientVector extends Vector, Partial<Pick<PacketVector, 'fields' | 'packet'>> {
  readonly args: readonly string[];
  readonly exit: number;
  readonly clientSaid: readonly string[];
}

/** One packet, and what fwknopd made of it. */
export interface ServerVector extends PacketVector {
  /** From 1; null if none took it. */
  readonly serverStanza: number | null;
  readonly serverOutcome: string;
}

export interface GpgVector {
  readonly name: string;
  readonly hmacKey: Key | null;
  readonly hmacType: string | null;
  readonly packet: string;
  readonly plaintext?: string;
  readonly recipient: string;
  readonly signer: string;
  readonly fwknopdAccepted?: boolean;
}

export const client = JSON.parse(text('fwknop-client')) as { readonly vectors: readonly ClientVector[] };
export const server = JSON.parse(text('fwknop-server')) as {
  readonly accessConf: readonly string[];
  readonly vectors: readonly ServerVector[];
};
export const gpg = JSON.parse(text('fwknop-gpg')) as {
  readonly keys: Readonly<Record<string, { readonly secret?: string; readonly public?: string }>>;
  readonly vectors: readonly GpgVector[];
};
export const pknock = JSON.parse(text('xt-pknock')) as {
  readonly vectors: readonly {
    readonly secret: string;
    readonly sourceIp: string;
    readonly time: number;
    readonly udpPayloadHex: string;
  }[];
};

/** The vectors of the real client that have a packet. */
export const clientPackets = client.vectors.filter(
  (each): each is ClientVector & PacketVector => 'salt' in each,
);

export function fieldsOf({ fields }: PacketVector): SpaFields {
  return {
    rand: fields.rand,
    user: fields.username,
    timeS: fields.timestamp,
    version: fields.version,
    type: fields.type,
    message: fields.message,
    nat: fields.nat ?? null,
    serverAuth: fields.serverAuth ?? null,
    timeoutS: fields.timeout ?? null,
  };
}

export function keysOf(vector: Vector): {
  readonly mode: CipherMode;
  readonly key: Uint8Array;
  readonly hmac: ReturnType<typeof hmacOf>;
} {
  return { mode: modeOf(vector.mode), key: bytesOf(vector.key), hmac: hmacOf(vector) };
}

export function hmacOf({ hmacKey, hmacType }: Pick<Vector, 'hmacKey' | 'hmacType'>): {
  readonly hash: HashName;
  readonly key: Uint8Array;
} | null {
  return hmacKey === null || hmacType === null ? null : { hash: hashOf(hmacType), key: bytesOf(hmacKey) };
}

/** fwknop writes SHA3_256, the host file sha3-256. */
export function hashOf(name: string): HashName {
  return name.toLowerCase().replace('_', '-') as HashName;
}

export function modeOf(name: string): CipherMode {
  return name.toLowerCase() as CipherMode;
}

function bytesOf(key: Key): Uint8Array {
  return 'ascii' in key ? Buffer.from(key.ascii) : Buffer.from(key.base64, 'base64');
}

function text(name: string): string {
  return readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8');
}
