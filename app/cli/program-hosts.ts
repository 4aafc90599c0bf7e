import { Option, type Command } from 'commander';
import { encodings } from '../secrets/input.ts';
import { exportHosts } from './commands/export.ts';
import { listHosts, removeHost, renameHost, showHost } from './commands/hosts.ts';
import { importHosts, type ImportFlags } from './commands/import.ts';
import { addHost, editHost, type AddFlags, type EditFlags } from './commands/save-host.ts';
import { addClearFlags, addHostFlags } from './flags.ts';
import { addHelp } from './help.ts';
import { parseSecretFile } from './method-values.ts';
import type { Act } from './session.ts';
import { parseAddress, parseWhole } from './values.ts';

export function addHostCommands(program: Command, act: Act): void {
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

  const add = hosts.command('add').description('save a host').argument('<name>', 'name');
  add.requiredOption('--address <address>', 'DNS name, IPv4 or IPv6 address');
  addSecretFlags(addHostFlags(add))
    .option('--generate [steps]', 'make a new sequence of that many steps, or new keys', parseWhole)
    .addHelpText('after', addHelp)
    .action((name: string, flags: AddFlags) => act((session) => addHost(session, name, flags)));

  const edit = hosts.command('edit').description('change what the options say, and nothing else');
  edit.argument('<host>', 'name or id').option('--address <address>', 'new address');
  addSecretFlags(addHostFlags(edit)).option(
    '--append',
    'put the lines of --list behind those that are there',
  );
  addClearFlags(edit).action((host: string, flags: EditFlags) =>
    act((session) => editHost(session, host, flags)),
  );

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

function addSecretFlags(command: Command): Command {
  return command
    .optionsGroup('Secrets (never on the command line itself):')
    .option(
      '--secret <secret=file>',
      'spa-key=FILE, or spa-key=FILE,base64; - reads standard input',
      parseSecretFile,
    )
    .addOption(new Option('--encoding <encoding>', 'how keys are written that are typed').choices(encodings));
}
