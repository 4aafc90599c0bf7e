import { Command } from 'commander';
import type { CheckFlags } from './commands/check.ts';
import type { KnockFlags } from './commands/knock.ts';
import { check } from './commands/check.ts';
import { knock } from './commands/knock.ts';
import type { ExitCode } from './exit-codes.ts';
import { addRunFlags } from './flags.ts';
import type { Session } from './session.ts';

/** The verbs and options. `act` gets what a command would do, and decides when. */
export function createProgram(act: (work: (session: Session) => Promise<ExitCode>) => void): Command {
  const program = new Command('postern')
    .description('Knocks on hidden ports and shows you that they opened.')
    .option('--no-color', 'no colours (as NO_COLOR does)')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .exitOverride();

  addRunFlags(program.command('knock').argument('<host>', 'saved name or id, or an address with --steps'))
    .description('knock, and watch the service open')
    .option('--always', 'knock even if the service is open')
    .option('--force', 'lift the rate limit')
    .option('--quiet', 'print the verdict only')
    .option('--json', 'print JSON Lines')
    .action((host: string, flags: KnockFlags) => act((session) => knock(session, host, flags)));

  addRunFlags(program.command('check').argument('<host>', 'saved name or id, or an address with --check'))
    .description('look whether the service is reachable; sends no knock')
    .option('--quiet', 'print the verdict only')
    .option('--json', 'print JSON Lines')
    .action((host: string, flags: CheckFlags) => act((session) => check(session, host, flags)));

  return program;
}
