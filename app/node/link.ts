import { networkInterfaces } from 'node:os';

/**
 * Whether an IPv6 address that needs a link names one of this computer (RFC 4007 §6). Asked before every use: Node 24
 * takes the first link there is for a zone that is missing or unknown, and would knock on somebody else's network.
 */
export function hasLink(address: string): boolean {
  const [host = '', zone] = address.split('%');
  // RFC 4291 §2.5.6: fe80::/10.
  if (zone === undefined) return !/^fe[89ab][0-9a-f]:/i.test(host);
  return Object.entries(networkInterfaces()).some(
    ([name, addresses]) =>
      name === zone || addresses?.some((each) => each.family === 'IPv6' && String(each.scopeid) === zone),
  );
}
