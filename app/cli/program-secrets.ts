import { Argument, Option, type Command } from 'commander';
import { encodings } from '../secrets/input.ts';
import { slots, type Slot } from '../secrets/slots.ts';
import {
  changePassphrase,
  removeSecret,
  secretStatus,
  setSecret,
  type SetFlags,
} from './commands/secrets.ts';
import type { Act } from './session.ts';

export function addSecretCommands(program: Command, act: Act): void {
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
      new Option(
        '--encoding <encoding>',
        'how it is written (default: as usual for codes, mostly base32; else text)',
      ).choices(encodings),
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
