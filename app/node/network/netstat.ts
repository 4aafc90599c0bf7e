import { plainAddress } from './plain-address.ts';

const english =
  /^(?:CLOSED|LISTEN(?:ING)?|SYN_\w+|ESTABLISHED|CLOSE_WAIT|FIN_WAIT_\d|CLOSING|LAST_ACK|TIME_WAIT)$/;

/**
 * Whether there is an established connection to `address` and `port` in the list of `netstat -an` of macOS or `netstat
 * -ano` of Windows. Windows names states in the user's language; there a process tells what is not yet over.
 */
export function isInNetstat(
  text: string,
  { address, port }: { readonly address: string; readonly port: number },
): boolean {
  return text.split(/\r?\n/).some((line) => {
    const words = line.trim().split(/\s+/);
    if (!/^tcp[46]*$/i.test(words[0] ?? '')) return false;
    // macOS has two counters before the addresses, Windows the process at the end.
    const isMac = /^\d+$/.test(words[1] ?? '');
    const [remote = '', state = '', process = ''] = words.slice(isMac ? 4 : 2);
    return isSame(remote, address, port) && isEstablished(state, process);
  });
}

function isEstablished(state: string, process: string): boolean {
  if (english.test(state)) return state === 'ESTABLISHED';
  return /^[1-9]\d*$/.test(process) && !state.startsWith('SYN');
}

/** "203.0.113.7.22" of macOS, "203.0.113.7:22" and "[2001:db8::7]:22" of Windows. */
function isSame(endpoint: string, address: string, port: number): boolean {
  const [, host = '', written = ''] = /^\[?(.*?)\]?[.:](\d+)$/.exec(endpoint) ?? [];
  return (
    written === String(port) && plainAddress(host) !== null && plainAddress(host) === plainAddress(address)
  );
}
