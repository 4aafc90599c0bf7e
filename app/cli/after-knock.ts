import { usesCounter } from '../hosts/method.ts';
import type { Host } from '../hosts/schema.ts';
import { describeCounter, describeListEnd } from '../present/counter.ts';
import type { KnockResult } from '../run.ts';
import { counterOf } from './commands/counter.ts';
import type { Session } from './session.ts';

/** What a counter or a list needs of its user after a knock: an answer where nobody could look, and new lines in time. */
export async function afterKnock(
  session: Session,
  { host, result, quiet }: { readonly host: Host; readonly result: KnockResult; readonly quiet: boolean },
): Promise<void> {
  const { output } = session;
  if (!usesCounter(host)) return;
  const loaded = await counterOf(session, host);
  if (!loaded.ok || loaded.value === null) return;
  const isInDoubt = result.verdict === 'sent' && loaded.value.doubt !== null;
  if (isInDoubt && !quiet && !output.isJson) await askWhetherItWorked(session, host);
  const end = describeListEnd(host, loaded.value);
  if (end !== null) output.problem(end);
}

async function askWhetherItWorked(session: Session, host: Host): Promise<void> {
  const { api, output, ask } = session;
  const { id: hostId, name } = host;
  const stop = new AbortController();
  const later = (): void =>
    output.line(`When you know whether it worked: postern settle "${name}" yes (or no)`, 'dim');
  for (;;) {
    const answer = await session.cancellable(
      () => stop.abort(),
      () => ask('Did it work? [y/n/?] ', stop.signal),
    );
    const word = answer?.trim().toLowerCase();
    switch (word) {
      case 'y':
      case 'yes':
      case 'n':
      case 'no': {
        const worked = word.startsWith('y');
        const settled = await api.settleDoubt({ hostId, worked });
        if (!settled.ok) return later();
        const after = await counterOf(session, host);
        for (const line of describeCounter(host, after.ok ? after.value : null)) output.line(line, 'dim');
        return;
      }
      case '?':
        output.line('y: the server has used this number, and the next knock takes the next one.');
        output.line('n: it got lost, and the next knock tries it again.');
        output.line('Enter: decide later.');
        break;
      default:
        return later();
    }
  }
}
