import { rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A bus with one question, who is there, and signals to those who watch. */
export interface FakeBus {
  /** For DBUS_SESSION_BUS_ADDRESS. */
  readonly address: string;
  /** Lets the panel come or go, and tells those who watch. */
  setTrayHost(isPresent: boolean): void;
  /** Sends a signal to all that watch; with a flag in place of strings if there is one. */
  signal(signal: FakeSignal): void;
  /** Ends all connections, as a restart does; new ones are let in. */
  drop(): void;
  /** Members that were called, in order. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

export interface FakeSignal {
  readonly member: string;
  readonly interface?: string;
  readonly strings?: readonly string[];
  readonly flag?: boolean;
}

const watcher = 'org.kde.StatusNotifierWatcher';

/** `answer` replaces what a client hears after its login, for buses that speak nonsense. */
export function openFakeBus(options: {
  readonly socket: string;
  readonly hasTrayHost?: boolean;
  /** Names that somebody has, besides the tray host's. */
  readonly owned?: readonly string[];
  readonly login?: string;
  readonly order?: 'little' | 'big';
}): Promise<FakeBus> {
  const { socket: path, login = 'OK 0123456789abcdef\r\n', order = 'little' } = options;
  const clients = new Set<Socket>();
  const watching = new Set<Socket>();
  const calls: string[] = [];
  let sending = Promise.resolve();
  let hasTrayHost = options.hasTrayHost ?? false;

  const server = createServer((client) => {
    clients.add(client);
    let received = Buffer.alloc(0);
    let isLoggedIn = false;
    client.on('error', () => undefined);
    client.on('close', () => {
      clients.delete(client);
      watching.delete(client);
    });
    client.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (!isLoggedIn) {
        if (received.includes('AUTH')) client.write(login);
        const begin = received.indexOf('BEGIN\r\n');
        received = begin === -1 ? Buffer.alloc(0) : received.subarray(begin + 7);
        isLoggedIn = begin !== -1;
      }
      while (received.length >= 16) {
        const headerLength = received.readUInt32LE(12);
        const length = 16 + Math.ceil(headerLength / 8) * 8 + received.readUInt32LE(4);
        if (received.length < length) return;
        answer(client, received.subarray(0, length));
        received = received.subarray(length);
      }
    });
  });

  function answer(client: Socket, call: Buffer): void {
    const serial = call.readUInt32LE(8);
    const text = call.toString('latin1');
    const member = ['Hello', 'AddMatch', 'NameHasOwner', 'Refuse'].find((name) => text.includes(name)) ?? '';
    calls.push(member);
    if (member === 'AddMatch') watching.add(client);
    if (member === 'Refuse') return send(client, { type: 3, replyTo: serial, strings: ['no such member'] });
    if (member === 'NameHasOwner') {
      const isOwned = options.owned?.some((name) => text.includes(name)) ?? false;
      return send(client, {
        type: 2,
        replyTo: serial,
        flag: isOwned || (hasTrayHost && text.includes(watcher)),
      });
    }
    send(client, { type: 2, replyTo: serial, strings: member === 'Hello' ? [':1.1'] : [] });
  }

  function send(
    client: Socket,
    message: Partial<FakeSignal> & { readonly type: number; readonly replyTo?: number },
  ): void {
    const uint32 = (value: number): Buffer => {
      const bytes = Buffer.alloc(4);
      if (order === 'little') bytes.writeUInt32LE(value);
      else bytes.writeUInt32BE(value);
      return bytes;
    };
    const pad = (bytes: Buffer, to: number): Buffer =>
      Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
    const string = (value: string): Buffer =>
      Buffer.concat([uint32(value.length), Buffer.from(`${value}\0`)]);

    let body: Buffer = Buffer.alloc(0);
    let signature = '';
    for (const value of message.strings ?? []) {
      body = Buffer.concat([pad(body, 4), string(value)]);
      signature += 's';
    }
    if (message.flag !== undefined) {
      body = uint32(message.flag ? 1 : 0);
      signature = 'b';
    }
    const fields: Buffer[] = [];
    const field = (code: number, type: string, value: Buffer): void => {
      const start = pad(Buffer.concat(fields), 8);
      fields.splice(0, fields.length, start, Buffer.from([code, 1]), Buffer.from(`${type}\0`), value);
    };
    if (message.member !== undefined) {
      field(1, 'o', string('/org/freedesktop/DBus'));
      field(2, 's', string(message.interface ?? 'org.freedesktop.DBus'));
      field(3, 's', string(message.member));
    }
    if (message.replyTo !== undefined) field(5, 'u', uint32(message.replyTo));
    if (signature !== '')
      field(8, 'g', Buffer.from(`${String.fromCharCode(signature.length)}${signature}\0`));
    const header = Buffer.concat(fields);
    const start = Buffer.from([order === 'little' ? 0x6c : 0x42, message.type, 1, 1]);
    const whole = Buffer.concat([
      start,
      uint32(body.length),
      uint32(1),
      uint32(header.length),
      pad(header, 8),
      body,
    ]);
    // In two parts, as a socket may cut it anywhere.
    sending = sending.then(async () => {
      client.write(whole.subarray(0, 9));
      await nextTurn();
      client.write(whole.subarray(9));
    });
  }

  return new Promise((resolve) => {
    server.listen(path, () =>
      resolve({
        address: `unix:path=${path}`,
        calls,
        setTrayHost(isPresent) {
          hasTrayHost = isPresent;
          const [before, after] = isPresent ? ['', ':1.9'] : [':1.9', ''];
          for (const client of watching) {
            send(client, { type: 4, member: 'NameOwnerChanged', strings: [watcher, before, after] });
          }
        },
        signal(signal) {
          for (const client of watching) send(client, { type: 4, ...signal });
        },
        drop() {
          for (const client of clients) client.destroy();
        },
        async close() {
          for (const client of clients) client.destroy();
          await new Promise((done) => server.close(done));
          await rm(path, { force: true });
        },
      }),
    );
  });
}
