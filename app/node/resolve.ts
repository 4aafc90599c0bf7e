import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { ipFamily } from '../hosts/address.ts';
import type { ResolvePorts } from '../resolve/ports.ts';
import { fail, ok } from '../result.ts';

/**
 * Asks the system's resolver (getaddrinfo: hosts file, mDNS and VPN names included) for all addresses, in its order
 * (RFC 6724). A literal is not asked about.
 */
export const resolve: ResolvePorts['resolve'] = async (name, signal) => {
  const literal = ipFamily(name);
  if (literal !== null) return ok([{ address: name, family: literal }]);
  const found = await Promise.race([
    // "verbatim": Node would otherwise put IPv4 first, whatever the system prefers.
    lookup(name, { all: true, order: 'verbatim' }).catch(() => []),
    aborted(signal),
  ]);
  const addresses = found.flatMap(({ address, family }) =>
    family === 4 || family === 6 ? [{ address, family } as const] : [],
  );
  if (addresses.length > 0) return ok(addresses);
  return fail(isOffline() ? { code: 'offline' } : { code: 'dns', address: name });
};

/** A thread of the resolver cannot be stopped, but nobody has to wait for it. */
function aborted(signal: AbortSignal): Promise<readonly []> {
  return new Promise((end) => {
    if (signal.aborted) end([]);
    signal.addEventListener('abort', () => end([]), { once: true });
  });
}

/** No interface but the loopback has an address. */
function isOffline(): boolean {
  return Object.values(networkInterfaces()).every((addresses) => addresses?.every(({ internal }) => internal) ?? true);
}
