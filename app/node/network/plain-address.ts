import ipaddr from 'ipaddr.js';

/** One way of writing an address: short, without a zone, one that is mapped into IPv6 as IPv4. Null: it is none. */
export function plainAddress(text: string): string | null {
  const [address = ''] = text.split('%');
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}
