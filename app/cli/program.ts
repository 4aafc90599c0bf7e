import { Argument, Command } from 'commander';
import { check, type CheckFlags } from './commands/check.ts';
import { complete, completion } from './commands/completion.ts';
import { demo } from './commands/demo.ts';
import { help } from './commands/help.ts';
import { knock, type KnockFlags } from './commands/knock.ts';
import { version } from './commands/version.ts';
import { shells, type Shell } from './completion.ts';
import { addCheckFlags, addKnockFlags } from './flags.ts';
import { rootHelp, topics } from './help.ts';
import { addCodeCommands } from './program-codes.ts';
import { addHostCommands } from './program-hosts.ts';
import { addRuleCommands } from './program-rules.ts';
import { addSecretCommands } from './program-secrets.ts';
import type { Act } from './session.ts';

/** The verbs and their options. `act` gets what a command line asks for. */
export function createProgram(request: { readonly version: string; readonly act: Act }): Command {
  const { act } = request;
  const program = new Command('postern')
    .description('Knocks on hidden ports and shows you that they opened.')
    .version(request.version, '-V, --version', 'print the version')
    .option('--no-color', 'no colours (as NO_COLOR does)')
    .option('--no-attach', 'do it here, even while the desktop app or postern watch runs')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', rootHelp)
    .exitOverride();

  addKnockFlags(program.command('knock').argument('<host>', 'saved name or id; with --steps, an address'))
    .description('knock, and watch the service open')
    .option('--always', 'knock even if the service is open')
    .option('--force', 'lift the rate limit')
    .option('--quiet', 'print the verdict only')
    .option('--json', 'print JSON Lines')
    .action((host: string, flags: KnockFlags) => act((session) => knock(session, host, flags), 'attach'));

  addCheckFlags(
    program.command('check').argument('<host>', 'saved name or id; with --check, also an address'),
  )
    .description('look whether the service is reachable; sends no knock')
    .option('--quiet', 'print the verdict only')
    .option('--json', 'print JSON Lines')
    .action((host: string, flags: CheckFlags) => act((session) => check(session, host, flags), 'attach'));

  addRuleCommands(program, act);
  addHostCommands(program, act);
  addCodeCommands(program, act);
  addSecretCommands(program, act);

  program
    .command('demo')
    .description('watch a practice door on this computer open and close')
    .action(() => act(demo));

  program
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'shell').choices(shells))
    .action((shell: Shell) => act((session) => completion(session, shell)));

  program
    .command('version')
    .description('print the version')
    .action(() => act(version));

  const pages = [...program.commands.map((each) => each.name()), ...Object.keys(topics)];
  program
    .command('help')
    .description('explain a command or a topic')
    .addArgument(new Argument('[topic...]', pages.join(', ')))
    .action((words: readonly string[]) => act((session) => help(session, program, words)));

  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action((words: readonly string[]) => act((session) => complete(session, program, words)));

  return program;
}
