/*
 * Messages of D-Bus as far as we need them (D-Bus Specification 0.43, "Message Protocol"): calls with strings in them
 * go out; answers and signals with strings, booleans and numbers come in. A message is
 *
 *   byte order, type, flags, version │ body length, serial │ header fields, padded to 8 │ body
 */

export interface Call {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly args: readonly string[];
}

export interface Message {
  readonly type: 'call' | 'return' | 'error' | 'signal';
  readonly serial: number;
  /** Of the call it answers. */
  readonly replyTo: number | null;
  readonly interface: string | null;
  readonly member: string | null;
  readonly args: readonly (string | number | boolean)[];
}

const types = ['call', 'return', 'error', 'signal'] as const;

/** Codes of header fields and the type each has. */
const fields = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 } as const;

/** Ours are smaller than a hundredth of this; the specification allows 128 MiB. */
const maxBytes = 1024 * 1024;

export function encodeCall(call: Call, serial: number): Buffer {
  const body = createWriter();
  for (const arg of call.args) body.string(arg);

  const message = createWriter();
  for (const byte of [0x6c /* l: little-endian */, 1, 0, 1]) message.byte(byte);
  message.uint32(body.bytes().length);
  message.uint32(serial);
  const header = createWriter();
  const field = (code: number, type: string, value: string): void => {
    header.align(8);
    header.byte(code);
    header.signature(type);
    if (type === 'g') header.signature(value);
    else header.string(value);
  };
  field(fields.path, 'o', call.path);
  field(fields.interface, 's', call.interface);
  field(fields.member, 's', call.member);
  field(fields.destination, 's', call.destination);
  if (call.args.length > 0) field(fields.signature, 'g', 's'.repeat(call.args.length));
  // The fixed part is 16 bytes long, so what is aligned in the header is aligned in the message.
  message.uint32(header.bytes().length);
  return Buffer.concat([message.bytes(), padded(header.bytes()), body.bytes()]);
}

/** The first message in `bytes` and its length; null if it is not there as a whole. Throws for what is no message. */
export function decodeMessage(bytes: Buffer): { readonly message: Message; readonly length: number } | null {
  if (bytes.length < 16) return null;
  const order = bytes[0];
  if (order !== 0x6c && order !== 0x42) throw new Error('not a D-Bus message');
  const reader = createReader(bytes, { isLittle: order === 0x6c });
  reader.skip(1);
  const type = types[reader.byte() - 1];
  reader.skip(2);
  const [bodyLength, serial, headerLength] = [reader.uint32(), reader.uint32(), reader.uint32()];
  const bodyAt = 16 + Math.ceil(headerLength / 8) * 8;
  const length = bodyAt + bodyLength;
  if (length > maxBytes) throw new Error('a D-Bus message of more than 1 MiB');
  if (bytes.length < length) return null;

  const found = new Map<number, string | number | boolean>();
  while (reader.at() < 16 + headerLength) {
    reader.align(8);
    const code = reader.byte();
    found.set(code, reader.value(reader.signature()));
  }
  reader.skip(bodyAt - reader.at());
  const signature = String(found.get(fields.signature) ?? '');
  // A body of other types is one we did not ask for: its beginning is enough.
  const readable = /^[sogbuiy]*/.exec(signature)?.[0] ?? '';
  const text = (code: number): string | null => (found.has(code) ? String(found.get(code)) : null);
  const replyTo = found.get(fields.replySerial);
  const message: Message = {
    type: type ?? 'signal',
    serial,
    replyTo: typeof replyTo === 'number' ? replyTo : null,
    interface: text(fields.interface),
    member: text(fields.member),
    args: Array.from(readable, (each) => reader.value(each)),
  };
  return { message, length };
}

function createWriter() {
  const bytes: number[] = [];
  const writer = {
    bytes: () => Buffer.from(bytes),
    byte: (value: number) => void bytes.push(value),
    align(to: number) {
      while (bytes.length % to !== 0) bytes.push(0);
    },
    uint32(value: number) {
      writer.align(4);
      bytes.push(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
    },
    string(value: string) {
      const encoded = Buffer.from(value);
      writer.uint32(encoded.length);
      bytes.push(...encoded, 0);
    },
    signature(value: string) {
      bytes.push(value.length, ...Buffer.from(value), 0);
    },
  };
  return writer;
}

function createReader(bytes: Buffer, { isLittle }: { readonly isLittle: boolean }) {
  let at = 0;
  const reader = {
    at: () => at,
    skip(count: number) {
      at += count;
    },
    align(to: number) {
      at = Math.ceil(at / to) * to;
    },
    byte() {
      at += 1;
      return bytes.readUInt8(at - 1);
    },
    uint32() {
      reader.align(4);
      at += 4;
      return isLittle ? bytes.readUInt32LE(at - 4) : bytes.readUInt32BE(at - 4);
    },
    text(length: number) {
      at += length + 1;
      return bytes.toString('utf8', at - length - 1, at - 1);
    },
    signature: () => reader.text(reader.byte()),
    value(type: string): string | number | boolean {
      switch (type) {
        case 's':
        case 'o':
          return reader.text(reader.uint32());
        case 'g':
          return reader.signature();
        case 'b':
          return reader.uint32() !== 0;
        case 'u':
        case 'i':
          return reader.uint32();
        case 'y':
          return reader.byte();
        default:
          throw new Error(`a D-Bus value of type ${type}`);
      }
    },
  };
  return reader;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
}
