/**
 * The names of networks by link, as `netsh wlan show interfaces` tells them: blocks of "key : value" that begin with the
 * name of the link. The other keys are in the user's language, "SSID" is not.
 */
export function ssidsOfNetsh(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const block of text.split(/\r?\n\s*\r?\n/)) {
    const pairs = Array.from(
      block.matchAll(/^\s+(\S[^:\r\n]*?)\s*: (.+?)\r?$/gm),
      ([, key = '', value = '']) => ({
        key,
        value,
      }),
    );
    const ssid = pairs.find(({ key }) => key === 'SSID')?.value;
    const [first] = pairs;
    if (first !== undefined && ssid !== undefined) found.set(first.value, ssid);
  }
  return found;
}
