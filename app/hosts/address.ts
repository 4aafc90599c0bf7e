import ipaddr from 'ipaddr.js';

/** RFC 1035 §2.3.4: 255 octets on the wire are 253 characters in text, without the final dot. */
const longestName = 253;

/** Says what is wrong with an address (DNS name, IPv4, IPv6 with or without zone), or null. Resolves nothing. */
export function addressProblem(text: string): string | null {
  if (text === '') return 'Enter an address.';
  // Checked first, because the messages below repeat the text: formats include the marks that reorder a line.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return "An address can't contain control characters.";
  if (text.length > longestName + 1) return `An address has at most ${longestName} characters.`;
  if (ipFamily(text) !== null || isDnsName(text)) return null;
  return `${text} isn't a host name or IP address.`;
}

/** 4 or 6 for a literal address, null for a name. */
export function ipFamily(text: string): 4 | 6 | null {
  // Only dotted quads: "10.1" and "0x7f.1" are addresses to inet_aton, but to no reader.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 4;
  // RFC 4007 §11 leaves the form of a zone to the system: an interface's name ("br-lan", "eth0.100") or its number.
  const address = text.replace(/%[\w.:@-]{1,64}$/, '');
  return address.includes(':') && !address.includes('%') && ipaddr.IPv6.isValid(address) ? 6 : null;
}

// RFC 1123 §2.1 with underscores, which real zones contain; names in other scripts are turned to punycode by the resolver.
function isDnsName(text: string): boolean {
  const name = text.replace(/\.$/, '');
  const labels = name.split('.');
  // No top-level domain is a number, so this is an address that was mistyped.
  if (name.length > longestName || /^\d+$/.test(labels.at(-1) ?? '')) return false;
  return labels.every((label) => /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(?<!-)$/u.test(label));
}
