import type { Host } from '../hosts/schema.ts';

/** What to start after an opening: the user's choice with the pinned address filled in. Never goes through a shell. */
export type Launch =
  | { readonly kind: 'terminal'; readonly program: string; readonly args: readonly string[] }
  | { readonly kind: 'program'; readonly program: string; readonly args: readonly string[] }
  | { readonly kind: 'url'; readonly url: string };

/** Null if the host has nothing to connect with. `address` is the one that was seen open. */
export function planLaunch(host: Host, address: string): Launch | null {
  const { connect } = host;
  if (connect === undefined) return null;
  const port = host.check?.port;
  switch (connect.kind) {
    case 'ssh':
      return {
        kind: 'terminal',
        program: 'ssh',
        // The known_hosts entry stays that of the name, whatever address was pinned (ssh_config(5)).
        args: [
          ...(port === undefined || port === 22 ? [] : ['-p', String(port)]),
          '-o',
          `HostKeyAlias=${host.address}`,
          ...(connect.user === undefined ? [] : ['-l', connect.user]),
          '--',
          address,
        ],
      };
    case 'url':
      return { kind: 'url', url: fill(connect.url, { address: inUrl(address), port }) };
    case 'command':
      return {
        kind: 'program',
        program: connect.program,
        args: connect.args.map((arg) => fill(arg, { address, port })),
      };
    default:
      return connect satisfies never;
  }
}

/** Puts the facts in place of {address} and {port}. Each stays within its own argument. */
function fill(
  template: string,
  facts: { readonly address: string; readonly port: number | undefined },
): string {
  return template.replaceAll('{address}', facts.address).replaceAll('{port}', String(facts.port ?? ''));
}

/** RFC 3986 §3.2.2: IPv6 in brackets; a zone has no place in a URL that others read. */
function inUrl(address: string): string {
  return address.includes(':') ? `[${address.replace(/%.*/, '')}]` : address;
}
