/**
 * The hardware address of `address` in a list of neighbours, one a line: /proc/net/arp, `ip neigh`, `arp -n` of macOS and
 * `arp -a` of Windows. With `link`, lines of other links are passed over. Null if it is not there or not known yet.
 */
export function hardwareAddress(text: string, address: string, link: string | null = null): string | null {
  for (const line of text.split(/\r?\n/)) {
    const words = line.split(/[\s()]+/);
    if (!words.includes(address) || (link !== null && !words.includes(link))) continue;
    const found = words.find((word) =>
      /^[\da-f]{1,2}(?:([:-])[\da-f]{1,2})(?:\1[\da-f]{1,2}){4}$/i.test(word),
    );
    // macOS leaves leading zeros out, Windows writes hyphens.
    const mac = found
      ?.toLowerCase()
      .split(/[:-]/)
      .map((part) => part.padStart(2, '0'))
      .join(':');
    // Linux: an entry whose answer has not come yet.
    if (mac !== undefined && mac !== '00:00:00:00:00:00') return mac;
  }
  return null;
}
