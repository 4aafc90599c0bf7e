/** `nmcli -t -f ACTIVE,DEVICE,SSID device wifi list`: "yes:wlan0:My\:Net" for the one in use. */
export function ssidOfNmcli(text: string, link: string): string | null {
  for (const line of text.split('\n')) {
    const [active, device, ssid] = line.split(/(?<!\\):/);
    if (active === 'yes' && device === link) return named(ssid?.replaceAll(/\\(.)/g, '$1'));
  }
  return null;
}

/** `iw dev wlan0 link`: "SSID: …", bytes that are not ASCII as \xNN. */
export function ssidOfIw(text: string): string | null {
  const written = /^\s*SSID: (.*)$/m.exec(text)?.[1];
  if (written === undefined) return null;
  const escaped = written.replaceAll('%', '%25').replaceAll(/\\x([\da-f]{2})/gi, '%$1');
  try {
    return named(decodeURIComponent(escaped));
  } catch {
    // Not every name is UTF-8.
    return named(written);
  }
}

/** `iwgetid -r wlan0`: the name alone. */
export function ssidOfIwgetid(text: string): string | null {
  return named(text.replace(/\r?\n$/, ''));
}

function named(ssid: string | undefined): string | null {
  return ssid === undefined || ssid === '' ? null : ssid;
}
