import { createEngine } from '../../engine/engine.ts';
import { parseHost, type Host } from '../../hosts/schema.ts';
import type { Step } from '../../hosts/step-schema.ts';
import type { HistoryPorts } from '../../history/ports.ts';
import type { MemoryPorts } from '../../memory/ports.ts';
import { emptyMemory } from '../../memory/schema.ts';
import { openPracticeDoor, type PracticeDoor, type PracticeEvent } from '../../node/practice-door.ts';
import { describeDoorEvent } from '../../present/door.ts';
import { serviceName, stepName } from '../../present/host.ts';
import { describeDuration } from '../../present/time.ts';
import type { Verdict } from '../../probe/verdict.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { showRun } from './run.ts';

const openForMs = 2_000;

/**
 * A door on this computer that is closed, opens after the right sequence, closes again, and stays closed after a wrong
 * one. Succeeds only if each of that was seen from outside and told by the door.
 */
export async function demo(session: Session): Promise<ExitCode> {
  const door = await openPracticeDoor({ steps: ['tcp', 'udp', 'tcp'], seqTimeoutMs: 10_000, openForMs });
  try {
    return await tell(session, door);
  } finally {
    await door.close();
  }
}

async function tell(session: Session, door: PracticeDoor): Promise<ExitCode> {
  const { clock } = session.ports;
  // Every packet gets its line, so nothing is drawn again.
  const output = { ...session.output, isLive: false };
  const api = createEngine({ ...session.ports, memory: forgetful, history: unkept });
  const { right, wrong } = hostsOf(door);
  const log: PracticeEvent[] = [];
  door.watch((event) => {
    log.push(event);
    output.line(`           door: ${describePractice(event)}`, 'dim');
  });
  const run = async (host: Host, action: 'look' | 'knock'): Promise<Verdict | null> => {
    const options = { cause: 'command-line', always: false, force: true, ifRunning: 'join' } as const;
    const result = await showRun(
      { ...session, api, output },
      {
        host,
        subject: { host },
        quiet: action === 'look',
        work: action === 'look' ? { do: 'check' } : { do: 'knock', options },
      },
    );
    return result.ok ? result.value.verdict : null;
  };
  const hasTold = (type: PracticeEvent['type']): boolean => log.some((event) => event.type === type);
  const chapter = (number: number, title: string): void => {
    output.line('');
    output.line(`${number}  ${title}`, 'strong');
  };

  const sequence = stepsOf(right).map(stepName).join(', ');
  output.line(
    `A practice door on this computer opens ${serviceName(right)} for ${describeDuration(openForMs)} after ${sequence}.`,
  );

  chapter(1, 'Closed');
  const first = await run(right, 'look');
  chapter(2, 'The right sequence');
  const opened = await run(right, 'knock');
  chapter(3, 'Closing again');
  const giveUpAt = clock.elapsed() + 3 * openForMs;
  while (!hasTold('closed') && clock.elapsed() < giveUpAt) await clock.sleep(20);
  const later = await run(right, 'look');
  chapter(4, 'A wrong order');
  const stayed = await run(wrong, 'knock');

  const claims: readonly (readonly [claim: string, isSo: boolean])[] = [
    ['closed at first', first === 'still-closed'],
    ['open after the right sequence', opened === 'opened' && hasTold('opened')],
    ['closed again', later === 'still-closed' && hasTold('closed')],
    ['closed after a wrong order', stayed === 'still-closed' && hasTold('wrong-step')],
  ];
  const missing = claims.filter(([, isSo]) => !isSo).map(([claim]) => claim);
  output.line('');
  if (missing.length === 0) {
    output.line('All of this was seen. Next, your own server: postern help', 'good');
    return exitCodes.open;
  }
  output.problem(
    `The demo did not go as it should: the door was not seen ${missing.join(', ')}. Run it again.`,
  );
  return exitCodes.closed;
}

function hostsOf(door: PracticeDoor): { readonly right: Host; readonly wrong: Host } {
  const base = { id: '00000000-0000-4000-8000-000000000001', name: 'practice door', ...door.host };
  const right = parseHost({ ...base, deadlineMs: 3_000 });
  const [first, ...others] = right.ok ? stepsOf(right.value) : [];
  const steps = first === undefined ? [] : [first, ...others.toReversed()];
  // One try, because it is meant to fail, and a second of watching is enough to see that.
  const wrong = parseHost({ ...base, tries: 1, deadlineMs: 1_000, knock: { ...door.host.knock, steps } });
  if (!right.ok || !wrong.ok) throw new Error('a practice door that is no host');
  return { right: right.value, wrong: wrong.value };
}

function stepsOf({ knock }: Host): readonly Step[] {
  return knock.method === 'sequence' ? knock.steps : [];
}

function describePractice(event: PracticeEvent): string {
  return event.type === 'service-blocked'
    ? `another program took port ${event.port} in the meantime`
    : describeDoorEvent(event);
}

/** The demo leaves nothing behind, and its ports are new each time. */
const forgetful: MemoryPorts = {
  recall: async () => emptyMemory,
  remember: async () => {},
  networkTowards: async () => null,
  takeTurn: async () => async () => {},
};

const emptyLog = { load: async () => [], add: async () => {}, replace: async () => {} };

const unkept: HistoryPorts = { ...emptyLog, decisions: emptyLog };
