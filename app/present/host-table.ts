import type { Host } from '../hosts/schema.ts';
import { formatSequence } from '../knock/sequence.ts';
import { checkName } from './host.ts';
import { describeDuration } from './time.ts';

/** Hosts as aligned lines; the first one names the columns. */
export function hostRows(hosts: readonly Host[]): readonly string[] {
  const rows = [
    ['NAME', 'ADDRESS', 'STEPS', 'CHECK', 'TAGS'],
    ...hosts.map((host) => [
      host.name,
      host.address,
      String(host.knock.steps.length),
      host.check === undefined ? 'none' : checkName(host.check),
      host.tags.join(', '),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? '')))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** Everything a host says, one line each; what is as usual is left out. */
export function describeHost(host: Host): readonly string[] {
  const { knock } = host;
  const lines: readonly (readonly [name: string, text: string | undefined])[] = [
    ['Name', host.name],
    ['Address', host.address],
    [
      'Family',
      host.family === 'auto' ? undefined : host.family === 'both' ? 'IPv4 and IPv6' : `IPv${host.family}`,
    ],
    ['Steps', formatSequence(knock.steps)],
    ['Gap', knock.gapMs === undefined ? undefined : describeDuration(knock.gapMs)],
    ['TCP', knock.tcp === 'connect' ? 'complete handshakes' : undefined],
    ['Server', knock.server],
    ['Server forgets', `a sequence after ${describeDuration(knock.seqTimeoutMs)}`],
    ['Check', host.check === undefined ? 'none' : checkName(host.check)],
    ['Admits one', host.admitsOne ? 'yes, so nothing is checked' : undefined],
    ['Open time', host.openForMs === undefined ? undefined : describeDuration(host.openForMs)],
    [
      'Gives up',
      `after ${describeDuration(host.deadlineMs)} or ${host.tries === 1 ? '1 try' : `${host.tries} tries`}`,
    ],
    ['Rate', `at most ${host.knocksPerMinute} a minute`],
    ['Source', host.source],
    ['Tags', host.tags.join(', ') || undefined],
    ['Notes', host.notes || undefined],
    ['Id', host.id],
  ];
  return lines.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(15)} ${text}`]));
}

/** Characters as they are counted by a reader: "é" is one. */
function width(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}
