import { addressProblem } from '../hosts/address.ts';
import { limits } from '../hosts/shape.ts';
import type { Step } from '../hosts/step-schema.ts';
import {
  collectNotes,
  foundHost,
  mostHosts,
  nameFrom,
  type Found,
  type FoundHost,
  type Notes,
} from './found.ts';
import { readKnockdSequence } from './knockd-sequence.ts';
import { leadingNumber, linesOf, trimmed } from './lines.ts';
import { portOfService } from './services.ts';

/*
 * knockd.conf as knockd 0.8 reads it (parseconfig in knockd.c; measured in test/vectors/knockd.json). It is the server's
 * file: each door becomes the host that opens it. The daemon stops at the first mistake; we say so and read on.
 */

/** SEQ_TIMEOUT and CMD_TIMEOUT of knockd.c, in seconds. */
const usual = { seqTimeout: 25, cmdTimeout: 10 };

interface Door {
  readonly name: string;
  readonly line: number;
  readonly notes: Notes;
  /** The last of each directive, by its upper-case name without alias. */
  readonly values: Map<string, { readonly text: string; readonly line: number }>;
  /** Null while there is none, or none that can be knocked. */
  steps: readonly Step[] | null;
}

const aliases: Readonly<Record<string, string>> = { TIMEOUT: 'SEQ_TIMEOUT', COMMAND: 'START_COMMAND' };
const options: ReadonlySet<string> = new Set(['LOGFILE', 'PIDFILE', 'INTERFACE']);
const directives: ReadonlySet<string> = new Set([
  'SEQUENCE',
  'ONE_TIME_SEQUENCES',
  'SEQ_TIMEOUT',
  'TCPFLAGS',
  'TARGET',
  'START_COMMAND',
  'STOP_COMMAND',
  'CMD_TIMEOUT',
  'START_COMMAND_6',
  'STOP_COMMAND_6',
]);

export function readKnockdConf(text: string): Found {
  const notes = collectNotes();
  const doors = doorsIn(text, notes);
  const items: FoundHost[] = [];
  const sequences = new Set<string>();
  for (const door of doors) {
    const key = JSON.stringify(door.steps);
    const isReverse = door.steps !== null && sequences.has(JSON.stringify(door.steps.toReversed()));
    sequences.add(key);
    if (isReverse || (/close/i.test(door.name.replace(/open/i, '')) && !/open/i.test(door.name))) {
      notes.drop('close-door', door.line, nameFrom(door.name, ''));
      continue;
    }
    if (items.length === mostHosts) {
      notes.drop('more-hosts', door.line);
      break;
    }
    const item = hostOf(door);
    if (item === null) notes.addAll(door.notes);
    else items.push(item);
  }
  return { source: 'knockd-conf', items, notes: notes.list() };
}

function doorsIn(text: string, notes: Notes): readonly Door[] {
  const doors: Door[] = [];
  let section: 'none' | 'options' | Door = 'none';
  for (const { number, text: raw } of linesOf(text)) {
    const line = trimmed(raw);
    if (line === '' || line.startsWith('#')) continue;
    if (number === 1 && line.startsWith('\uFEFF')) {
      notes.warn('bom', 1);
      continue;
    }
    if (line.startsWith('[') && line.endsWith(']')) {
      const name = line.slice(1, -1);
      if (name === 'options') section = 'options';
      else {
        section = { name, line: number, notes: collectNotes(), values: new Map(), steps: null };
        if (name === '') section.notes.drop('daemon-refuses', number);
        doors.push(section);
      }
      continue;
    }
    if (section === 'none') notes.drop('outside-stanza', number);
    else readDirective(line, number, section, typeof section === 'string' ? notes : section.notes);
  }
  return doors;
}

function readDirective(line: string, number: number, section: 'options' | Door, notes: Notes): void {
  const equals = line.indexOf('=');
  const written = trimmed(equals === -1 ? line : line.slice(0, equals));
  const name = aliases[written.toUpperCase()] ?? written.toUpperCase();
  if (equals === -1 && name === 'USESYSLOG') return;
  const isKnown = section === 'options' ? options.has(name) : directives.has(name);
  if (equals === -1 || !isKnown) {
    // A word that is no directive may be anything, a key of another file too.
    notes.drop('daemon-refuses', number, isKnown ? written : '');
    return;
  }
  if (section === 'options') return;
  const text = trimmed(line.slice(equals + 1));
  section.values.set(name, { text, line: number });
  if (name === 'SEQUENCE') section.steps = readKnockdSequence(text, number, notes);
  if (name === 'TCPFLAGS') readFlags(text, number, notes);
}

/** Which of knockd's flags a SYN of Postern does not have. A blank in the list stops the daemon. */
function readFlags(text: string, line: number, notes: Notes): void {
  for (const flag of text.toUpperCase().split(',')) {
    if (!/^!?(?:FIN|SYN|RST|PSH|ACK|URG)$/.test(flag)) {
      notes.drop('daemon-refuses', line, 'tcpflags');
      return;
    }
    const isMet = flag === 'SYN' || (flag.startsWith('!') && flag !== '!SYN');
    if (!isMet) notes.warn('flags-unmet', line, flag.toLowerCase());
  }
}

function hostOf(door: Door): FoundHost | null {
  const { name, line, notes, values, steps } = door;
  const [list, target] = [values.get('ONE_TIME_SEQUENCES'), values.get('TARGET')];
  if (list) notes.warn('list-file', list.line, 'one_time_sequences');
  else if (!values.has('SEQUENCE')) notes.drop('sequence-missing', line, nameFrom(name, ''));
  if (!list && steps === null) return null;

  if (!values.has('TCPFLAGS') && steps?.some(({ proto }) => proto === 'tcp'))
    notes.warn('flags-missing', line);
  for (const command of ['START_COMMAND', 'STOP_COMMAND', 'START_COMMAND_6', 'STOP_COMMAND_6']) {
    const value = values.get(command);
    if (value) notes.drop('command-dropped', value.line, command.toLowerCase());
  }
  const hasTarget = target !== undefined && addressProblem(target.text) === null;
  if (hasTarget) notes.warn('target-used', target.line, 'target');
  const hostName = nameFrom(name, 'knockd');
  if (hostName !== name) notes.warn('name-changed', line);
  const check = guessCheck(door);
  const openForMs = openTime(door);
  const pacing = { server: 'knockd' as const, seqTimeoutMs: seqTimeout(door) };
  return foundHost({
    draft: {
      name: hostName,
      address: hasTarget ? target.text : '',
      knock: list
        ? { method: 'list', ...pacing }
        : { method: 'sequence', steps: [...(steps ?? [])], ...pacing },
      ...(check !== null && { check: { port: check } }),
      ...(openForMs !== null && { openForMs }),
      tags: [],
    },
    notes,
    line,
  });
}

function seqTimeout({ values, notes }: Door): number {
  const setting = values.get('SEQ_TIMEOUT');
  const ms = leadingNumber(setting?.text ?? String(usual.seqTimeout)) * 1_000;
  // With 1 s no sequence is in time (knock/policy.ts).
  if (ms > 1_000 && ms <= limits.seqTimeoutMs) return ms;
  notes.drop('timeout-refused', setting?.line ?? null, 'seq_timeout');
  return usual.seqTimeout * 1_000;
}

/** How long the door stays open: until the stop command, which only runs where there is a start command. */
function openTime({ values }: Door): number | null {
  if (!values.has('START_COMMAND') || !values.has('STOP_COMMAND')) return null;
  const ms = leadingNumber(values.get('CMD_TIMEOUT')?.text ?? String(usual.cmdTimeout)) * 1_000;
  return ms >= 1_000 && ms <= limits.openForMs ? ms : null;
}

/** The port that the start command lets through, as iptables, nft, ufw and firewall-cmd write it. */
function guessCheck({ values, notes }: Door): number | null {
  const command = values.get('START_COMMAND');
  if (!command || /\budp\b/.test(command.text)) return null;
  const [, word = ''] =
    /(?:--dport|--destination-port|\bdport|\bport)[ =]+"?([a-z0-9-]{1,20})\b/.exec(command.text) ??
    /--add-port[ =](\d{1,5})\/tcp\b/.exec(command.text) ??
    [];
  const port = /^\d{1,5}$/.test(word) ? Number(word) : portOfService(word);
  if (port === null || port < 1 || port > 65_535) return null;
  notes.warn('check-guessed', command.line, String(port));
  return port;
}
