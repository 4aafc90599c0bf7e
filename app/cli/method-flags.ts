import { Option, type Command } from 'commander';
import { schemes } from '../otp/derive.ts';
import type { Scheme } from '../hosts/derivation-schema.ts';
import type { OwnAddress, SpaKnock } from '../hosts/knock-schema.ts';
import {
  parseAccess,
  parseAllow,
  parseInnerHost,
  parseOffset,
  parsePortOrRandom,
  parsePorts,
  parseProtos,
  parseRanges,
  type AskedPort,
  type Proto,
} from './method-values.ts';
import { durationIn, parseWhole } from './values.ts';

/** What options say about ways of knocking other than fixed steps. `false` is the `--no-…` form. */
export interface MethodFlags {
  /** The label, or true where the scheme has none or it stays. */
  readonly totp?: string | true;
  readonly hotp?: string | true;
  /** A file, or "-". */
  readonly list?: string;
  readonly spa?: readonly AskedPort[];
  readonly command?: string;
  readonly pknock?: number;

  readonly scheme?: Scheme;
  readonly purpose?: string;
  readonly ports?: number;
  readonly range?: readonly (readonly [number, number])[];
  readonly exclude?: readonly number[] | false;
  readonly sampler?: string;
  readonly proto?: Proto;
  readonly modulo?: number;
  readonly doorbell?: number;
  readonly base?: number;
  readonly protos?: readonly Proto[];
  readonly clientAddress?: string | false;
  /** Milliseconds. */
  readonly step?: number | false;
  readonly epoch?: number;
  readonly skew?: number;
  readonly window?: number;
  readonly warnBelow?: number;

  readonly spaPort?: number | 'random';
  readonly transport?: string;
  readonly hmac?: string;
  readonly digest?: string;
  readonly mode?: string;
  /** Milliseconds. */
  readonly clientTimeout?: number | false;
  readonly nat?: { readonly host: string; readonly port: number | false } | false;
  readonly natLocal?: { readonly host: string; readonly port: number | false } | true;
  readonly natPort?: number | 'random' | false;
  readonly user?: string;
  readonly gpgRecipient?: string;
  readonly gpgSigner?: string | false;
  readonly gpgHome?: string | false;

  readonly allow?: SpaKnock['allow'] | OwnAddress;
  /** Seconds. */
  readonly clockOffset?: number;
}

const hashes = ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-512'];

/** Which way of knocking it is. `--steps` is another one of them. */
export function addMethodFlags(command: Command): Command {
  return command
    .option('--totp [label]', 'ports that change with the time; the label names the server')
    .option('--hotp [label]', 'ports that change with a counter')
    .option('--list <file>', 'one-time sequences, a line each, as knockd reads them; - for standard input')
    .option('--spa <ports>', 'fwknop packet that opens tcp/22, or tcp/22,udp/1194', parseAccess)
    .option('--command <text>', 'fwknop packet that has the server run a command')
    .option('--pknock <port>', 'xt_pknock packet to that UDP port', parseWhole);
}

export function addCodeFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--scheme <name>', 'how ports come from a code (default: pk1)').choices(
        Object.keys(schemes),
      ),
    )
    .option('--purpose <text>', 'what the code is for (default: open:ssh)')
    .option('--ports <number>', 'ports of a code (default: 4 with pk1)', parseWhole)
    .option('--range <ranges>', 'where ports come from (default: 10000-32767 with pk1)', parseRanges)
    .option('--exclude <ports>', 'ports that are never knocked', parsePorts)
    .addOption(
      new Option('--sampler <name>', 'dec6 for servers with nothing but oathtool (default: snum31)').choices([
        'snum31',
        'dec6',
      ]),
    )
    .addOption(new Option('--proto <protocol>', 'of the hits (default: tcp)').choices(['tcp', 'udp']))
    .option(
      '--step <time>',
      'how long a code is good for, in seconds (default: 60 with pk1)',
      durationIn('s'),
    )
    .option('--epoch <seconds>', 'Unix time of the first step (default: 0)', parseWhole)
    .option('--skew <steps>', 'steps either way that the server takes (default: 1)', parseWhole)
    .option('--modulo <number>', 'knockd-rotator: ports that it does not divide go over UDP', parseWhole)
    .option('--doorbell <port>', 'dynknock: the port that is rung first', parseWhole)
    .option('--base <port>', 'knock-pr-76: base port (default: 20000)', parseWhole)
    .option('--protos <list>', 'knock-pr-76: tcp,udp,tcp', parseProtos)
    .option('--client-address <address>', 'knock-pr-76: the IPv4 address that the server sees');
}

export function addCounterFlags(command: Command): Command {
  return command
    .option('--window <number>', 'counters or lines that are tried ahead (default: 5)', parseWhole)
    .option('--warn-below <lines>', 'tell when fewer lines are left (default: 5)', parseWhole);
}

export function addSpaFlags(command: Command): Command {
  return command
    .option(
      '--spa-port <port>',
      'where the packet goes: a port, or random (default: 62201)',
      parsePortOrRandom,
    )
    .addOption(
      new Option('--transport <name>', 'how the packet travels (default: udp)').choices([
        'udp',
        'tcp',
        'http',
      ]),
    )
    .addOption(
      new Option('--hmac <hash>', 'what authenticates it (default: sha256)').choices(['none', ...hashes]),
    )
    .addOption(new Option('--digest <hash>', 'of the text inside (default: sha256)').choices(hashes))
    .addOption(
      new Option('--mode <name>', 'of Rijndael; legacy for servers of the Perl age (default: cbc)').choices([
        'cbc',
        'cfb',
        'ofb',
        'ctr',
        'ecb',
        'legacy',
      ]),
    )
    .option('--client-timeout <time>', 'how long the server keeps it open, in seconds', durationIn('s'))
    .option('--nat <host[:port]>', 'to a service behind the server', parseInnerHost)
    .addOption(
      new Option('--nat-local [host:port]', 'to a service of the server itself')
        .argParser(parseInnerHost)
        .conflicts('nat'),
    )
    .option('--nat-port <port>', 'the port outside: a port, or random', parsePortOrRandom)
    .option('--user <name>', 'user name in the packet (default: user)')
    .addOption(new Option('--gpg-recipient <key>', "encrypt with gpg to the server's key").conflicts('mode'))
    .option('--gpg-signer <key>', "sign with this key (default: gpg's own)")
    .option('--gpg-home <folder>', 'folder of its keys, as GNUPGHOME');
}

export function addPacketFlags(command: Command): Command {
  return command
    .option(
      '--allow <address>',
      'whom to admit: source, local, an IPv4 address, or a URL that tells it',
      parseAllow,
    )
    .option('--clock-offset <time>', "added to this computer's clock, in seconds: -90, 5m", parseOffset);
}

/** What of these `--no-…` takes back. */
export const clearableMethodFields = [
  'exclude',
  'step',
  'client-address',
  'client-timeout',
  'nat',
  'nat-port',
  'gpg-signer',
  'gpg-home',
];
