import type { PracticePorts } from '../practice/ports.ts';
import { openPracticeDoor, type PracticeDoor } from './practice-door.ts';

/** One practice door for as long as this process runs. */
export function createPracticePort(): PracticePorts {
  let door: Promise<PracticeDoor> | null = null;
  return {
    async open() {
      door ??= openPracticeDoor({
        steps: ['tcp', 'udp', 'tcp', 'tcp'],
        seqTimeoutMs: 10_000,
        openForMs: 15_000,
      });
      return (await door).host;
    },
  };
}
