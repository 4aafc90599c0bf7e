/** `ipconfig getsummary en0`. Systems that keep the name to themselves say "<redacted>". */
export function ssidOfSummary(text: string): string | null {
  const ssid = /^\s*SSID : (.+)$/m.exec(text)?.[1];
  return ssid === undefined || ssid === '<redacted>' ? null : ssid;
}

/** `pmset -g batt`: "Now drawing from 'Battery Power'". */
export function onBattery(text: string): boolean | null {
  const source = /^Now drawing from '([^']+)'/m.exec(text)?.[1];
  return source === undefined ? null : source === 'Battery Power';
}
