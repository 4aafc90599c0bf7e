import type { Command } from 'commander';
import { completionScript, completionsFor, type Shell } from '../completion.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { refuse, type Session } from '../session.ts';

export function completion({ output }: Session, shell: Shell): ExitCode {
  output.text(completionScript(shell));
  return exitCodes.open;
}

/** Answers a shell that asks what may come next. */
export async function complete(
  session: Session,
  program: Command,
  words: readonly string[],
): Promise<ExitCode> {
  const { api, output } = session;
  const hosts = await api.loadHosts({});
  const hostNames = hosts.ok ? hosts.value.map(({ name }) => name) : [];
  for (const word of completionsFor({ program, words, hostNames })) output.line(word);
  // Told even now: a broken file was set aside by this very look at it, and no later command would tell.
  return hosts.ok ? exitCodes.open : refuse(output, hosts.error);
}
