import type { Expectation } from '../hosts/schema.ts';

/** What speaks over a plain TCP connection; TLS needs a handshake of its own. */
type PlainExpectation = Exclude<Expectation, { kind: 'tls' }>;

/** The bytes that make the service speak; empty where the service speaks first (RFC 4253 §4.2). */
export function greeting(expect: PlainExpectation, host: string): Uint8Array {
  if (expect.kind !== 'http') return new Uint8Array();
  const name = host.includes(':') ? `[${host.replace(/%.*/, '')}]` : host;
  return new TextEncoder().encode(`HEAD / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
}

/** Whether what came so far is what the host expects; `more` while it can still become so. */
export function judge(expect: PlainExpectation, received: Uint8Array, ended: boolean): 'yes' | 'no' | 'more' {
  const text = latin1(received);
  switch (expect.kind) {
    case 'ssh': {
      // RFC 4253 §4.2: other lines may come before the identification, but none of them begins with "SSH-".
      if (/(?:^|\n)SSH-/.test(text)) return 'yes';
      return ended ? 'no' : 'more';
    }
    case 'http': {
      // RFC 9112 §4: the status line.
      const status = /^HTTP\/\d\.\d (\d{3})/.exec(text)?.[1];
      if (status === undefined) return ended || !couldBegin('HTTP/', text) ? 'no' : 'more';
      return expect.status === undefined || Number(status) === expect.status ? 'yes' : 'no';
    }
    case 'prefix': {
      const wanted = latin1(new TextEncoder().encode(expect.text));
      if (text.startsWith(wanted)) return 'yes';
      return ended || !couldBegin(wanted, text) ? 'no' : 'more';
    }
    default:
      return expect satisfies never;
  }
}

/** The first line as a person may see it: at most 80 characters, nothing that moves a cursor. */
export function printable(received: Uint8Array): string {
  const line = latin1(received).split(/\r?\n/, 1)[0] ?? '';
  return line.replace(/[^\x20-\x7e]/g, '·').slice(0, 80);
}

function couldBegin(wanted: string, text: string): boolean {
  return wanted.startsWith(text.slice(0, wanted.length)) || text.startsWith(wanted);
}

/** One character a byte, so that lengths and comparisons are those of the bytes. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
