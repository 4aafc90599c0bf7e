import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { topics } from '../help.ts';
import { refuse, type Session } from '../session.ts';

/** Help on everything, on a topic, or on a verb: `postern help hosts add`. */
export function help({ output }: Session, program: Command, words: readonly string[]): ExitCode {
  const [first = ''] = words;
  if (words.length === 1 && Object.hasOwn(topics, first)) {
    output.text(topics[first] ?? '');
    return exitCodes.open;
  }
  let command = program;
  for (const word of words) {
    const next = program
      .createHelp()
      .visibleCommands(command)
      .find((each) => each.name() === word);
    if (next === undefined) {
      return refuse(output, {
        code: 'usage',
        message: `There is no help on "${words.join(' ')}". See: postern help`,
      });
    }
    command = next;
  }
  command.outputHelp();
  return exitCodes.open;
}
