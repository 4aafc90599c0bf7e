import ipaddr from 'ipaddr.js';

/** include/uapi/linux/if_addr.h, IFA_F_TEMPORARY. */
const temporary = 0x01;

/** The privacy addresses (RFC 8981) in /proc/net/if_inet6. */
export function temporaryAddresses(text: string): ReadonlySet<string> {
  const found = text.split('\n').flatMap((line) => {
    const [digits = '', , , , flags = '0'] = line.trim().split(/\s+/);
    if (digits.length !== 32 || (parseInt(flags, 16) & temporary) === 0) return [];
    const bytes = (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
    return [ipaddr.fromByteArray(bytes).toString()];
  });
  return new Set(found);
}
