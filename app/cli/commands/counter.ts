import type { Failure } from '../../errors.ts';
import { usesCounter } from '../../hosts/method.ts';
import type { Host } from '../../hosts/schema.ts';
import { isSound, newCounter, remaining, type Counter } from '../../otp/counter.ts';
import { describeCounter, describeListEnd } from '../../present/counter.ts';
import { fail, ok, type Result } from '../../result.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { schemaVersion } from '../output-json.ts';
import { refuse, type Refusal, type Session } from '../session.ts';
import { findSaved } from '../subject.ts';

/** Shows where the counter or the list of a host stands, or puts it where the server's is. Lines count from 1. */
export async function showOrSetCounter(
  session: Session,
  name: string,
  number: number | null,
): Promise<ExitCode> {
  const { api, output } = session;
  const host = await findCounted(session, name);
  if (!host.ok) return refuse(output, host.error);
  if (number !== null) {
    const first = host.value.knock.method === 'list' ? 1 : 0;
    if (number < first) return refuse(output, { code: 'usage', message: 'Lines count from 1.' });
    if (!isSound(newCounter(number - first, null))) {
      return refuse(output, { code: 'usage', message: 'No counter and no list gets that far.' });
    }
    const set = await api.setCounter({ hostId: host.value.id, next: number - first });
    if (!set.ok) return refuse(output, set.error);
  }
  return showCounter(session, host.value);
}

/** Says whether the number that left last, unseen, opened the door. */
export async function settle(session: Session, name: string, answer: 'yes' | 'no'): Promise<ExitCode> {
  const { api, output } = session;
  const host = await findCounted(session, name);
  if (!host.ok) return refuse(output, host.error);
  const before = await counterOf(session, host.value);
  if (!before.ok) return refuse(output, before.error);
  if (before.value === null || before.value.doubt === null) {
    return refuse(output, {
      code: 'usage',
      message: `No knock of "${host.value.name}" waits for an answer. Nothing was changed.`,
    });
  }
  const settled = await api.settleDoubt({ hostId: host.value.id, worked: answer === 'yes' });
  return settled.ok ? showCounter(session, host.value) : refuse(output, settled.error);
}

/** Null: it begins at the start. */
export async function counterOf({ ports }: Session, { id }: Host): Promise<Result<Counter | null, Failure>> {
  const loaded = await ports.counters.load();
  return loaded.ok ? ok(loaded.value[id] ?? null) : loaded;
}

async function findCounted(session: Session, name: string): Promise<Result<Host, Refusal>> {
  const host = await findSaved(session, name);
  if (!host.ok || usesCounter(host.value)) return host;
  return fail({ code: 'usage', message: `"${host.value.name}" has no counter and no list.` });
}

async function showCounter(session: Session, host: Host): Promise<ExitCode> {
  const { output } = session;
  const loaded = await counterOf(session, host);
  if (!loaded.ok) return refuse(output, loaded.error);
  const { id, name } = host;
  if (output.isJson) {
    const facts = counterFacts(host, loaded.value);
    output.json({ type: 'counter', schema: schemaVersion, host: { id, name }, ...facts });
    return exitCodes.open;
  }
  for (const line of describeCounter(host, loaded.value)) output.line(line);
  const end = describeListEnd(host, loaded.value);
  if (end !== null) output.line(end, 'warn');
  return exitCodes.open;
}

/** For programs. Lines count from 1. */
export function counterFacts({ knock }: Host, counter: Counter | null): object {
  const counted = counter ?? newCounter(0, null);
  const { confirmed, next, total, doubt } = counted;
  const first = knock.method === 'list' ? 1 : 0;
  return {
    kind: knock.method === 'list' ? 'line' : 'counter',
    confirmed: confirmed + first,
    next: next + first,
    doubt: doubt === null ? null : doubt + first,
    total,
    remaining: remaining(counted),
  };
}
