import { Argument, Command, Option } from 'commander';
import { encodings } from '../secrets/input.ts';
import { slots, type Slot } from '../secrets/slots.ts';
import { check, type CheckFlags } from './commands/check.ts';
import { complete, completion } from './commands/completion.ts';
import { demo } from './commands/demo.ts';
import { exportHosts } from './commands/export.ts';
import { help } from './commands/help.ts';
import {
  addHost,
  editHost,
  listHosts,
  removeHost,
  renameHost,
  showHost,
  type AddFlags,
} from './commands/hosts.ts';
import { importHosts, type ImportFlags } from './commands/import.ts';
import { knock, type KnockFlags } from './commands/knock.ts';
import {
  changePassphrase,
  removeSecret,
  secretStatus,
  setSecret,
  type SetFlags,
} from './commands/secrets.ts';
import { version } from './commands/version.ts';
import { shells, type Shell } from './completion.ts';
import type { ExitCode } from './exit-codes.ts';
import { addCheckFlags, addClearFlags, addHostFlags, addKnockFlags, type HostFlags } from './flags.ts';
import { rootHelp, topics } from './help.ts';
import type { Session } from './session.ts';
import { parseAddress, parseWhole } from './values.ts';

export type Work = (session: Session) => ExitCode | Promise<ExitCode>;

/** The verbs and their options. `act` gets what a command line asks for. */
export function createProgram(request: {
  readonly version: string;
  readonly act: (work: Work) => void;
}): Command {
  const { act } = request;
  const program = new Command('postern')
    .description('Knocks on hidden ports and shows you that they opened.')
    .version(request.version, '-V, --version', 'print the version')
    .option('--no-color', 'no colours (as NO_COLOR does)')
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
    .action((host: string, flags: KnockFlags) => act((session) => knock(session, host, flags)));

  addCheckFlags(
    program.command('check').argument('<host>', 'saved name or id; with --check, also an address'),
  )
    .description('look whether the service is reachable; sends no knock')
    .option('--quiet', 'print the verdict only')
    .option('--json', 'print JSON Lines')
    .action((host: string, flags: CheckFlags) => act((session) => check(session, host, flags)));

  addHostCommands(program, act);
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

function addHostCommands(program: Command, act: (work: Work) => void): void {
  const hosts = program.command('hosts').description('the saved hosts');

  hosts
    .command('list')
    .description('list the saved hosts')
    .option('--json', 'print one JSON line')
    .action(() => act(listHosts));

  hosts
    .command('show')
    .description('show a saved host')
    .argument('<host>', 'name or id')
    .option('--json', 'print one JSON line')
    .action((host: string) => act((session) => showHost(session, host)));

  addHostFlags(hosts.command('add').description('save a host').argument('<name>', 'name'))
    .requiredOption('--address <address>', 'DNS name, IPv4 or IPv6 address')
    .option('--generate <steps>', 'make a new sequence of that many steps', parseWhole)
    .action((name: string, flags: AddFlags) => act((session) => addHost(session, name, flags)));

  const edit = hosts.command('edit').description('change what the options say, and nothing else');
  addClearFlags(
    addHostFlags(edit.argument('<host>', 'name or id')).option('--address <address>', 'new address'),
  ).action((host: string, flags: HostFlags) => act((session) => editHost(session, host, flags)));

  hosts
    .command('rename')
    .description('give a saved host another name')
    .argument('<host>', 'name or id')
    .argument('<name>', 'new name')
    .action((host: string, name: string) => act((session) => renameHost(session, host, name)));

  hosts
    .command('remove')
    .description('remove a saved host')
    .argument('<host>', 'name or id')
    .action((host: string) => act((session) => removeHost(session, host)));

  hosts
    .command('import')
    .description('take over hosts from .fwknoprc, knockd.conf, commands, lists, links or an export')
    .argument('<file>', 'file, or - for standard input')
    .option('--address <address>', 'of the server, where the file names none', parseAddress)
    .option('--update', 'change saved hosts of the same name')
    .option('--dry-run', 'only show what is in it')
    .option('--only <name...>', 'take these hosts only')
    .option('--json', 'print one JSON line')
    .action((file: string, flags: ImportFlags) => act((session) => importHosts(session, file, flags)));

  hosts
    .command('export')
    .description('write hosts with their secrets into a file that a passphrase seals')
    .argument('<file>', 'new file')
    .argument('[host...]', 'names or ids (default: all)')
    .option('--json', 'print one JSON line')
    .action((file: string, names: readonly string[]) => act((session) => exportHosts(session, file, names)));
}

function addSecretCommands(program: Command, act: (work: Work) => void): void {
  const secrets = program
    .command('secrets')
    .description('the keys and codes of hosts, sealed on this computer');
  const slot = (): Argument => new Argument('<secret>', 'which secret').choices(slots);

  secrets
    .command('status')
    .description('list what is kept, without any value')
    .option('--json', 'print one JSON line')
    .action(() => act(secretStatus));

  secrets
    .command('passphrase')
    .description('set the passphrase that seals the secrets, or change it')
    .action(() => act(changePassphrase));

  secrets
    .command('set')
    .description('keep a secret of a saved host: typed unseen, or from standard input')
    .argument('<host>', 'name or id')
    .addArgument(slot())
    .addOption(
      new Option('--encoding <encoding>', 'how it is written (default: base32 for codes, else text)').choices(
        encodings,
      ),
    )
    .action((host: string, which: Slot, flags: SetFlags) =>
      act((session) => setSecret(session, { host, slot: which, flags })),
    );

  secrets
    .command('remove')
    .description('remove a secret')
    .argument('<host>', 'name or id; the id also of a host that is no longer saved')
    .addArgument(slot())
    .action((host: string, which: Slot) => act((session) => removeSecret(session, { host, slot: which })));
}
