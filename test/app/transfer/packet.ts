import type { SpaKnock } from '../../../app/hosts/knock-schema.ts';
import type { FoundHost } from '../../../app/transfer/found.ts';

export function spaOf({ host }: FoundHost): SpaKnock {
  if (host.knock.method !== 'spa') throw new Error(`${host.name} knocks otherwise`);
  return host.knock;
}

/** What the real client prints of a packet with the settings of this host. */
export function packetOf(item: FoundHost) {
  const knock = spaOf(item);
  const { allow, ask, cipher, digest, hmac, nat, timeoutS, transport } = knock;
  if (allow.kind === 'local' || allow.kind === 'resolve') throw new Error('an address from elsewhere');
  const ip = allow.kind === 'source' ? '0.0.0.0' : allow.address;
  const outside = nat?.outsidePort;
  const [first] = ask.kind === 'access' ? ask.ports : [];
  const ports = ask.kind === 'access' ? ask.ports.map(({ proto, port }) => `${proto}/${port}`) : [];
  const message =
    ask.kind === 'command'
      ? `${ip},${ask.command}`
      : [ip, ...(outside === undefined ? ports : [`${first?.proto}/${outside}`])].join(',');
  const natHost = nat?.host ?? item.host.address;
  const type = { none: [1, 3], forward: [2, 4], local: [5, 6] }[nat?.kind ?? 'none'];
  const upper = (name: string) => name.toUpperCase().replace('-', '_');
  return {
    messageType: ask.kind === 'command' ? 0 : type[timeoutS === undefined ? 0 : 1],
    message,
    natAccess: nat ? `${natHost},${nat.port ?? first?.port}` : null,
    clientTimeout: timeoutS ?? 0,
    digest: upper(digest),
    hmac: hmac === 'none' ? 'None' : upper(hmac),
    mode: cipher.kind === 'rijndael' ? cipher.mode.toUpperCase() : 'ASYMMETRIC',
    protocol: transport,
    effectiveKeys: {
      key: shown(item.secrets['spa-key']),
      hmacKey: shown(item.secrets['spa-hmac-key']),
    },
  };
}

/** As the vectors have it: text, or base64 of what is none. */
function shown(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? Buffer.from(bytes).toString() : { b64: Buffer.from(bytes).toString('base64') };
}
