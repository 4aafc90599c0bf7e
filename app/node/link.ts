import { networkInterfaces } from 'node:os';
import { platform } from './platform.ts';

/**
 * Whether an IPv6 address that needs a link names one of this computer (RFC 4007 §6), in the form that Node reads: its
 * number on Windows, its name elsewhere. Asked before every use, because Node 24 takes the first link there is for a
 * zone that is missing or unknown, and would knock on somebody else's network.
 */
export function hasLink(address: string, system: NodeJS.Platform = platform): boolean {
  const [host = '', zone] = address.split('%');
  // RFC 4291 §2.5.6: fe80::/10.
  if (zone === undefined) return !/^fe[89ab][0-9a-f]:/i.test(host);
  try {
    return Object.entries(networkInterfaces()).some(([name, addresses = []]) =>
      system === 'win32' ? addresses.some((each) => scopeOf(each) === zone) : name === zone,
    );
  } catch {
    // Listing them takes a socket. If there is none, connecting will say so.
    return true;
  }
}

/** Zero is no link. */
function scopeOf({ scopeid }: { readonly scopeid?: number | undefined }): string | null {
  return scopeid ? String(scopeid) : null;
}
