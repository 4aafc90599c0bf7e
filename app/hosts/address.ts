import ipaddr from 'ipaddr.js';

const longestName = 253;

/** Says what is wrong with an address (DNS name, IPv4, IPv6 with or without zone), or null. Resolves nothing. */
export function addressProblem(text: string): string | null {
  if (text === '') return 'Enter an address.';
  if (/[\p{Cc}\s]/u.test(text)) return "An address can't contain blanks or control characters.";
  if (text.length > longestName) return `An address has at most ${longestName} characters.`;
  if (ipFamily(text) !== null || isDnsName(text)) return null;
  return `${JSON.stringify(text)} isn't a host name or IP address.`;
}

/** 4 or 6 for a literal address, null for a name. */
export function ipFamily(text: string): 4 | 6 | null {
  // Only dotted quads: "10.1" and "0x7f.1" are addresses to inet_aton, but to no reader.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 4;
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? 6 : null;
}

// RFC 1123 §2.1 with underscores, which real zones contain; names in other scripts are turned to punycode by the resolver.
function isDnsName(text: string): boolean {
  const labels = text.replace(/\.$/, '').split('.');
  if (/^\d+$/.test(labels.at(-1) ?? '')) return false;
  return labels.every((label) => /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(?<!-)$/u.test(label));
}
