import type { Derivation } from '../hosts/derivation-schema.ts';
import type { Knock, OwnAddress, SequenceKnock, SpaKnock } from '../hosts/knock-schema.ts';
import type { Host } from '../hosts/schema.ts';
import { formatSequence } from '../knock/sequence.ts';
import { schemes } from '../otp/derive.ts';
import { checkName, methodName } from './host.ts';
import { weaknessOf } from './schemes.ts';
import { alignRows } from './table.ts';
import { count, list } from './text.ts';
import { describeDuration } from './time.ts';

/** Hosts as aligned lines; the first one names the columns. */
export function hostRows(hosts: readonly Host[]): readonly string[] {
  const rows = [
    ['NAME', 'ADDRESS', 'METHOD', 'CHECK', 'TAGS'],
    ...hosts.map((host) => [
      host.name,
      host.address,
      methodName(host.knock),
      host.check === undefined ? 'none' : checkName(host.check),
      host.tags.join(', '),
    ]),
  ];
  return alignRows(rows);
}

/** Everything a host says, one line each; what is as usual is left out. */
export function describeHost(host: Host): readonly string[] {
  const { knock } = host;
  const lines: readonly Line[] = [
    ['Name', host.name],
    ['Address', host.address],
    [
      'Family',
      host.family === 'auto' ? undefined : host.family === 'both' ? 'IPv4 and IPv6' : `IPv${host.family}`,
    ],
    ...knockLines(knock),
    ['Check', host.check === undefined ? 'none' : checkName(host.check)],
    ['Admits one', host.admitsOne ? 'yes, so nothing is checked' : undefined],
    ['Closes by', host.close === undefined ? undefined : closeName(host)],
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

function closeName({ close, closeOn }: Pick<Host, 'close' | 'closeOn'>): string {
  const how = close?.method === 'sequence' ? formatSequence(close.steps) : (close?.method ?? '');
  const when = closeOn.map(
    (each) => ({ quit: 'quitting', left: 'leaving', 'keep-open-end': 'the end of keeping open' })[each],
  );
  return when.length === 0 ? how : `${how}, on ${list(when, 'and')}`;
}

type Line = readonly [name: string, text: string | undefined];

function knockLines(knock: Knock): readonly Line[] {
  switch (knock.method) {
    case 'sequence':
      return [['Steps', formatSequence(knock.steps)], ...pacingLines(knock)];
    case 'totp': {
      const { derivation, stepS, skew, clockOffsetS } = knock;
      const everyS = stepS ?? schemes[derivation.scheme].usualStepS;
      return [
        ['Method', `TOTP: ports that change every ${describeDuration(everyS * 1_000)}`],
        ...derivationLines(derivation),
        ['Skew', `the server takes ${skew === 0 ? 'the current step only' : `${skew} either way`}`],
        offsetLine(clockOffsetS),
        ...pacingLines(knock),
      ];
    }
    case 'hotp':
      return [
        ['Method', 'HOTP: ports that change with a counter'],
        ...derivationLines(knock.derivation),
        ['Window', `${knock.window} counters ahead`],
        ...pacingLines(knock),
      ];
    case 'list':
      return [
        ['Method', 'one-time list: each line is used once'],
        ['Window', `${count(knock.window, 'line')} ahead`],
        ...pacingLines(knock),
      ];
    case 'spa':
      return spaLines(knock);
    case 'pknock':
      return [
        ['Method', `xt_pknock: one packet to ${knock.port}/udp`],
        ['My address', allowText(knock.allow)],
        offsetLine(knock.clockOffsetS),
      ];
    default:
      return knock satisfies never;
  }
}

function pacingLines(
  knock: Pick<SequenceKnock, 'gapMs' | 'tcp' | 'server' | 'seqTimeoutMs'>,
): readonly Line[] {
  return [
    ['Gap', knock.gapMs === undefined ? undefined : describeDuration(knock.gapMs)],
    ['TCP', knock.tcp === 'connect' ? 'complete handshakes' : undefined],
    ['Server', knock.server],
    ['Server forgets', `a sequence after ${describeDuration(knock.seqTimeoutMs)}`],
  ];
}

function derivationLines(derivation: Derivation): readonly Line[] {
  if (derivation.scheme !== 'pk1') {
    return [
      ['Derivation', schemes[derivation.scheme].origin],
      ['Weakness', weaknessOf(derivation.scheme) ?? undefined],
    ];
  }
  const { purpose, label, count: ports, ranges, exclude, sampler, proto } = derivation;
  const range = ranges.map(([from, to]) => `${from}-${to}`).join(', ');
  return [
    ['Derivation', `pk1, ${sampler}: purpose "${purpose}", label "${label}"`],
    ['Ports', `${ports} of ${range}${exclude.length > 0 ? ` without ${exclude.join(', ')}` : ''}, ${proto}`],
  ];
}

function spaLines(knock: SpaKnock): readonly Line[] {
  const { ask, nat, cipher, hmac, digest, transport, port, timeoutS } = knock;
  const asked =
    ask.kind === 'command'
      ? `run "${ask.command}"`
      : ask.ports.map((each) => `${each.port}/${each.proto}`).join(', ');
  return [
    [
      'Method',
      `fwknop: one packet to ${port === 'random' ? 'a random port' : port} over ${transport.toUpperCase()}`,
    ],
    ['Asks for', asked],
    ['NAT', nat === undefined ? undefined : natText(nat)],
    ['Client time-out', timeoutS === undefined ? undefined : describeDuration(timeoutS * 1_000)],
    ['Admits', allowText(knock.allow)],
    ['User', knock.user],
    [
      'Cipher',
      cipher.kind === 'gpg'
        ? `gpg, to ${cipher.recipient}, signed by ${cipher.signer ?? "gpg's default key"}`
        : `Rijndael ${cipher.mode}`,
    ],
    ['HMAC', hmac],
    ['Digest', digest],
    offsetLine(knock.clockOffsetS),
  ];
}

function natText({ kind, host, port, outsidePort }: NonNullable<SpaKnock['nat']>): string {
  const inner = [host ?? (kind === 'local' ? 'the server itself' : ''), port].filter(
    (each) => each !== undefined,
  );
  return `to ${inner.join(', port ')}${outsidePort === undefined ? '' : `, outside port ${outsidePort}`}`;
}

function allowText(allow: SpaKnock['allow'] | OwnAddress): string {
  switch (allow.kind) {
    case 'source':
      return 'the address that the packet comes from';
    case 'local':
      return "this computer's own address";
    case 'fixed':
      return allow.address;
    case 'resolve':
      return `the address that ${allow.url} tells`;
    default:
      return allow satisfies never;
  }
}

function offsetLine(clockOffsetS: number): Line {
  return ['Clock offset', clockOffsetS === 0 ? undefined : `${clockOffsetS} s`];
}
