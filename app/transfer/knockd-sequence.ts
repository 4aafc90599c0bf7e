import { limits } from '../hosts/shape.ts';
import type { Step } from '../hosts/step-schema.ts';
import type { Notes } from './found.ts';
import { leadingNumber, trimmed } from './lines.ts';

/**
 * A sequence as knockd 0.8 reads it (parse_port_sequence in knockd.c): what is not a number is 0, and what follows a
 * number is ignored. Null if the daemon refuses it, or if it has port 0, which nobody can send to.
 */
export function readKnockdSequence(text: string, line: number, notes: Notes): readonly Step[] | null {
  const steps: Step[] = [];
  const items = text.split(',');
  if (items.length > limits.steps) {
    notes.drop('sequence-refused', line);
    return null;
  }
  let isWhole = true;
  for (const item of items) {
    const [first = '', second] = item.split(':');
    const number = leadingNumber(first);
    const proto = second === undefined ? 'tcp' : trimmed(second).toUpperCase();
    // What is no number may be anything that was pasted here.
    const shown = /^[+-]?\d{1,6}/.exec(trimmed(item))?.[0] ?? '';
    if (number > 65_535 || (proto !== 'tcp' && proto !== 'TCP' && proto !== 'UDP')) {
      notes.drop('sequence-refused', line, shown);
      return null;
    }
    // Negative numbers wrap, as in an unsigned short.
    const port = ((number % 65_536) + 65_536) % 65_536;
    const isPlain = /^[ \t]*\d+[ \t]*(?:#.*)?$/.test(first) && item.split(':').length <= 2;
    if (port === 0) {
      notes.drop('port-zero', line, shown);
      isWhole = false;
    } else {
      if (!isPlain) notes.warn('port-read-as', line, String(port));
      steps.push({ proto: proto === 'UDP' ? 'udp' : 'tcp', port });
    }
  }
  return isWhole ? steps : null;
}
