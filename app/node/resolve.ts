import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import type { Obstacle } from '../errors.ts';
import { ipFamily } from '../hosts/address.ts';
import type { ResolvePorts } from '../resolve/ports.ts';
import { fail, ok } from '../result.ts';
import { onAbort } from './on-abort.ts';

interface Found {
  readonly address: string;
  readonly family: number;
}

/**
 * Asks the system's resolver (getaddrinfo: hosts file, mDNS and VPN names included) for all addresses, in its order
 * (RFC 6724).
 */
export const resolve = resolveWith({
  // "verbatim": Node would otherwise put IPv4 first, whatever the system prefers.
  lookup: (name) => lookup(name, { all: true, order: 'verbatim' }),
  whyNot,
});

/** Resolves names with a resolver of your choice. A literal is not asked about. */
export function resolveWith(system: {
  /** Rejects, or finds nothing, if there is no such name. */
  readonly lookup: (name: string) => Promise<readonly Found[]>;
  /** Why that name was not found. */
  readonly whyNot: (name: string) => Obstacle;
}): ResolvePorts['resolve'] {
  return async (name, signal) => {
    const literal = ipFamily(name);
    if (literal !== null) return ok([{ address: name, family: literal }]);
    const found = await unlessAborted(
      system.lookup(name).catch(() => []),
      signal,
    );
    const addresses = found.flatMap(({ address, family }) =>
      family === 4 || family === 6 ? [{ address, family } as const] : [],
    );
    if (addresses.length > 0) return ok(addresses);
    return fail(system.whyNot(name));
  };
}

/** A thread of the resolver cannot be stopped, but nobody has to wait for it. */
function unlessAborted(search: Promise<readonly Found[]>, signal: AbortSignal): Promise<readonly Found[]> {
  return new Promise((end) => {
    if (signal.aborted) return end([]);
    const forget = onAbort(signal, () => end([]));
    void search.then((found) => {
      forget();
      end(found);
    });
  });
}

function whyNot(name: string): Obstacle {
  try {
    const isOffline = Object.values(networkInterfaces()).every(
      (addresses) => addresses?.every(({ internal }) => internal) ?? true,
    );
    return isOffline ? { code: 'offline' } : { code: 'dns', address: name };
  } catch {
    // Listing the interfaces takes a socket, as asking the resolver does.
    return { code: 'no-sockets' };
  }
}
