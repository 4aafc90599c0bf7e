import { ipFamily } from '../../../hosts/address.ts';
import type { DefaultRoute } from '../../../network/reading.ts';

/**
 * The default routes of `netstat -rn -f inet`: destination, gateway, flags, on older systems two counters, link. A
 * tunnel's has "link#18" for a gateway.
 */
export function netstatRoutes(text: string): readonly DefaultRoute[] {
  return text.split('\n').flatMap((line) => {
    const [destination, gateway = '', , ...others] = line.trim().split(/\s+/);
    const link = others.find((word) => /^[a-z]+\d+$/.test(word));
    if (destination !== 'default' || link === undefined) return [];
    return [{ family: 4, gateway: ipFamily(gateway) === 4 ? gateway : null, link }];
  });
}
