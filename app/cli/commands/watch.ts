import type { Attached } from '../../node/socket/attach.ts';
import type { Listening } from '../../node/socket/listen.ts';
import { connect } from '../../wire.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { showEvents, showWatching } from '../output-watch.ts';
import { unlockForCommand } from '../passphrase.ts';
import { refuse, type Session } from '../session.ts';

/**
 * Acts on the rules until it is stopped. While another Postern runs, that one acts, and this shows what it does; when it
 * ends, this one goes on.
 */
export async function watch(session: Session): Promise<ExitCode> {
  const stop = new AbortController();
  return session.cancellable(
    () => stop.abort(),
    async () => {
      while (!stop.signal.aborted) {
        let running = await session.peer.attach();
        const listening = running === null ? await session.peer.listen(session.engine) : null;
        // Another one may have been faster; without one, the system does not let us listen, and we act all the same.
        if (listening === null) running ??= await session.peer.attach();
        if (running === null) return act(session, listening, stop.signal);
        await follow(session, running, stop.signal);
      }
      return exitCodes.open;
    },
  );
}

async function act(session: Session, listening: Listening | null, signal: AbortSignal): Promise<ExitCode> {
  const { engine, output, version, ports, env } = session;
  const loaded = await engine.loadRules({});
  if (!loaded.ok) return refuse(output, loaded.error);
  await engine.loadHosts({});
  const look = await engine.loadSecrets({});
  const isLocked = look.ok && look.value.state === 'locked';
  if (isLocked && env['POSTERN_PASSPHRASE_FILE']) {
    const opened = await unlockForCommand(session);
    if (!opened.ok) return refuse(output, opened.error);
    await engine.loadSecrets({});
  }
  showWatching(output, { version, isAttached: false });
  const end = showEvents({ api: engine, output, now: () => ports.clock.now() });
  await engine.automate(signal);
  await engine.closeOnQuit();
  await end();
  await listening?.close();
  return exitCodes.open;
}

async function follow(session: Session, running: Attached, signal: AbortSignal): Promise<void> {
  const { output, version, ports } = session;
  showWatching(output, { version, isAttached: true });
  const end = showEvents({ api: connect(running), output, now: () => ports.clock.now() });
  const close = (): void => running.close();
  signal.addEventListener('abort', close, { once: true });
  await running.ended;
  signal.removeEventListener('abort', close);
  // What it was just asked for, it does not tell any more.
  await end().catch(() => undefined);
}
