import { Option, type Command } from 'commander';
import type { Host } from '../hosts/schema.ts';
import { fail, ok, type Result } from '../result.ts';
import type { HostFlags } from './host-flags.ts';
import { knockWith } from './knock-with.ts';
import {
  addCodeFlags,
  addCounterFlags,
  addMethodFlags,
  addPacketFlags,
  addSpaFlags,
  clearableMethodFields,
} from './method-flags.ts';
import { patch } from './patch.ts';
import type { Refusal } from './session.ts';
import {
  durationIn,
  parseCheck,
  parseCloseOn,
  parseExpectation,
  parseSteps,
  parseTags,
  parseWhole,
} from './values.ts';

/** Where to look, and at what: all that a check needs. */
export function addCheckFlags(command: Command): Command {
  return command
    .option(
      '--check <check>',
      'service to look at: 22, ssh/22, http/80, tls/443, prefix=RFB/5900',
      parseCheck,
    )
    .addOption(new Option('-4, --ipv4', 'use IPv4').conflicts(['ipv6', 'both', 'family']))
    .addOption(new Option('-6, --ipv6', 'use IPv6').conflicts(['both', 'family']))
    .addOption(new Option('--both', 'use both').conflicts(['family']))
    .option('--source <address>', 'local address to send from');
}

/** How to knock. A run takes these over for once, a saved host keeps them. */
export function addKnockFlags(command: Command): Command {
  return addPatienceFlags(addPacingFlags(addCheckFlags(addStepsFlag(command))));
}

/** Everything that a saved host keeps. */
export function addHostFlags(command: Command): Command {
  addMethodFlags(addStepsFlag(command.optionsGroup('How to knock (one of these):')));
  addPatienceFlags(addCheckFlags(command.optionsGroup('Where, and what to look at:')))
    .addOption(new Option('--family <family>', 'auto, 4, 6 or both').choices(['auto', '4', '6', 'both']))
    .option('--expect <answer>', 'what must answer: ssh, tls, http, http=200, prefix=TEXT', parseExpectation)
    .option('--admits-one', 'the server admits one connection: never use it up for a check')
    .option('--open-time <time>', 'how long the server keeps the port open, in seconds', durationIn('s'))
    .option('--rate <number>', 'knocks a minute at most (default: 12)', parseWhole)
    .option('--close-steps <sequence>', 'what shuts the door again: a sequence', parseSteps)
    .option('--close-on <list>', 'when that is sent: quit, left, keep-open-end', parseCloseOn)
    .option('--tags <list>', 'tags, separated by commas', parseTags)
    .option('--notes <text>', 'notes');
  addPacingFlags(command.optionsGroup('Sequences, codes and lists:'));
  addCodeFlags(command.optionsGroup('Codes (--totp, --hotp):'));
  addCounterFlags(command.optionsGroup('Counters and lists (--hotp, --list):'));
  addSpaFlags(command.optionsGroup('fwknop (--spa, --command):'));
  return addPacketFlags(command.optionsGroup('Packets and clocks:'));
}

function addStepsFlag(command: Command): Command {
  return command.option('--steps <sequence>', 'knock sequence, such as "7000 8000:udp 9000"', parseSteps);
}

function addPacingFlags(command: Command): Command {
  return command
    .option('--gap <time>', 'pause between packets, in ms (default: chosen and learnt)', durationIn('ms'))
    .option('--connect', 'complete TCP handshakes, for networks that swallow lone SYNs')
    .addOption(
      new Option(
        '--server <kind>',
        'what listens, so that retries may repeat a sequence where that is safe',
      ).choices(['knockd', 'nftables', 'mikrotik', 'recent']),
    )
    .option(
      '--seq-timeout <time>',
      'time the server gives a sequence, in seconds (default: 10)',
      durationIn('s'),
    );
}

function addPatienceFlags(command: Command): Command {
  return command
    .option('--tries <number>', 'sequences or packets sent at most (default: 8)', parseWhole)
    .option('--deadline <time>', 'when to give up, in seconds (default: 15)', durationIn('s'));
}

/** The `--no-…` forms that take back what a saved host says. */
export function addClearFlags(command: Command): Command {
  const fields = [
    'gap',
    'check',
    'expect',
    'tries',
    'deadline',
    'source',
    'open-time',
    'close-steps',
    'close-on',
    'seq-timeout',
    'server',
    'rate',
    'tags',
    'notes',
    ...clearableMethodFields,
  ];
  command.optionsGroup('Taking back:');
  for (const field of fields) command.addOption(new Option(`--no-${field}`, `take back --${field}`));
  command.addOption(new Option('--no-connect', 'single SYNs again'));
  return command.addOption(new Option('--no-admits-one', 'the server admits any number of connections'));
}

/** `host` with what the flags say, not yet parsed. What they do not say stays. */
export function withFlags(host: object, flags: HostFlags): Result<object, Refusal> {
  const {
    knock: old = {},
    check,
    close,
  } = host as Partial<Pick<Host, 'check' | 'close'>> & {
    readonly knock?: object;
  };
  const knock = knockWith(old, flags);
  if (!knock.ok) return fail({ code: 'usage', message: knock.error });
  const changed = patch(host, {
    address: flags.address,
    family: familyOf(flags),
    knock: knock.value,
    check: checkOf(check, flags),
    admitsOne: flags.admitsOne,
    openForMs: flags.openTime,
    tries: flags.tries,
    deadlineMs: flags.deadline,
    knocksPerMinute: flags.rate,
    source: flags.source,
    close: closeOf(close, flags),
    closeOn: flags.closeOn,
    tags: flags.tags,
    notes: flags.notes,
  });
  return ok(changed);
}

function familyOf({ ipv4, ipv6, both, family }: HostFlags): Host['family'] | undefined {
  if (ipv4) return '4';
  if (ipv6) return '6';
  return both ? 'both' : family;
}

function closeOf(old: Host['close'], { closeSteps }: HostFlags): object | false | undefined {
  if (closeSteps === undefined || closeSteps === false) return closeSteps;
  return { ...(old?.method === 'sequence' && old), method: 'sequence', steps: closeSteps };
}

/** `--check 2222` keeps the expectation, `--check tcp/2222` drops it; `--expect` alone keeps the port. */
function checkOf(old: Host['check'], { check, expect }: HostFlags): object | false | undefined {
  if (check === false) return false;
  if (check === undefined && expect === undefined) return undefined;
  const named = expect ?? check?.expect;
  return patch(old ?? {}, { port: check?.port, expect: named === null ? false : named });
}
