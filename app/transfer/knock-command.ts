import { addressProblem, ipFamily } from '../hosts/address.ts';
import type { Family } from '../hosts/schema.ts';
import { limits } from '../hosts/shape.ts';
import type { Step } from '../hosts/step-schema.ts';
import { foundHost, nameFrom, type FoundHost, type Notes } from './found.ts';
import { readArguments, type Option } from './getopt.ts';
import { leadingNumber } from './lines.ts';
import { portOfService } from './services.ts';
import type { Word } from './shell-words.ts';

const options: readonly Option<'udp' | 'delay' | 'ipv4' | 'ipv6' | 'verbose' | 'nothing'>[] = [
  { name: 'udp', long: ['udp'], short: 'u', takesValue: false },
  { name: 'delay', long: ['delay'], short: 'd', takesValue: true },
  { name: 'ipv4', long: ['ipv4'], short: '4', takesValue: false },
  { name: 'ipv6', long: ['ipv6'], short: '6', takesValue: false },
  { name: 'verbose', long: ['verbose'], short: 'v', takesValue: false },
  { name: 'nothing', long: ['version'], short: 'V', takesValue: false },
  { name: 'nothing', long: ['help'], short: 'h', takesValue: false },
];

/** The arguments of knock 0.8 (knock.c; measured in test/vectors/knock-client.json). Null if it would send nothing. */
export function readKnockCommand(
  words: readonly Word[],
  line: number | null,
  notes: Notes,
): FoundHost | null {
  const operands: Word[] = [];
  let [isUdp, family, gapMs]: [boolean, Family, number] = [false, 'auto', 0];
  for (const argument of readArguments(words, options)) {
    if (argument.kind === 'operand') {
      operands.push(argument.value);
      continue;
    }
    if (argument.kind !== 'option') {
      notes.drop(
        argument.kind === 'unknown' ? 'option-unknown' : 'option-without-value',
        line,
        argument.word,
      );
      // The program stops there.
      return null;
    }
    if (argument.name === 'nothing') return tellNothing(notes, line, argument.word);
    if (argument.name === 'udp') isUdp = true;
    if (argument.name === 'ipv4') family = '4';
    if (argument.name === 'ipv6') family = '6';
    if (argument.name === 'delay') gapMs = leadingNumber(argument.value.text);
  }

  const [host, ...hits] = operands;
  if (host === undefined || hits.length === 0) {
    notes.drop('port-missing', line);
    return null;
  }
  const steps = hits.map((hit) => readHit(hit, isUdp, line, notes));
  if (steps.length > limits.steps) notes.drop('too-many-ports', line, String(steps.length));
  if (steps.length > limits.steps || !steps.every((step) => step !== null)) return null;

  if (host.isOpen) notes.drop('not-expanded', line);
  const address = host.isOpen ? '' : host.text;
  const literal = ipFamily(address);
  if (literal !== null && family !== 'auto' && family !== String(literal)) {
    notes.drop('family-contradicts', line, `-${family}`);
    family = 'auto';
  }
  if (gapMs < 0 || gapMs > limits.gapMs) {
    notes.drop('delay-too-long', line, '-d');
    gapMs = 0;
  }
  return foundHost({
    draft: {
      name: nameFrom(addressProblem(address) === null ? address : '', 'knock'),
      address,
      family,
      knock: { method: 'sequence', steps, ...(gapMs > 0 && { gapMs }) },
      tags: [],
    },
    notes,
    line,
  });
}

function tellNothing(notes: Notes, line: number | null, word: string): null {
  notes.drop('sends-nothing', line, word);
  return null;
}

/** Only the exact text ":udp" behind a port makes a UDP hit; -u makes all of them. */
function readHit(hit: Word, isUdp: boolean, line: number | null, notes: Notes): Step | null {
  if (hit.isOpen) {
    notes.drop('not-expanded', line);
    return null;
  }
  const [, text = '', suffix] = /^([^:]*)(?::(.*))?$/s.exec(hit.text) ?? [];
  const shown = /^\d[\w:]{0,19}$/.exec(hit.text)?.[0] ?? '';
  const proto = isUdp || suffix === 'udp' ? 'udp' : 'tcp';
  const isPlain = suffix === undefined || suffix === proto;
  if (!isPlain) notes.warn('protocol-ignored', line, shown);
  const digits = /^[ \t]*\+?(\d{1,9})$/.exec(text)?.[1];
  const port = digits === undefined ? portOfService(text) : Number(digits);
  if (port === null) notes.drop('port-refused', line, shown);
  else if (port % 65_536 === 0) notes.drop('port-zero', line, shown);
  else if (port > 65_535) notes.drop('port-wraps', line, shown);
  else return { proto, port };
  return null;
}
