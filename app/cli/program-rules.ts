import { Argument, Option, type Command } from 'commander';
import { close } from './commands/close.ts';
import { decisions, type DecisionFlags } from './commands/decisions.ts';
import { addNetwork, listNetworks, removeNetwork } from './commands/networks.ts';
import {
  addRule,
  dryRunRule,
  editRule,
  listRules,
  pauseRules,
  removeRule,
  showRule,
  type DryRunFlags,
} from './commands/rules.ts';
import { watch } from './commands/watch.ts';
import { ruleHelp, watchHelp } from './help.ts';
import type { RuleFlags } from './rule-from.ts';
import { parseDo, parseList, parseOn, parseUnless, parseWhen } from './rule-values.ts';
import type { Act } from './session.ts';
import { parseWhole } from './values.ts';

/** What Postern does by itself. */
export function addRuleCommands(program: Command, act: Act): void {
  program
    .command('close')
    .description('send what shuts the door of a host, and watch it shut')
    .argument('<host>', 'name or id')
    .option('--quiet', 'print the verdict only')
    .option('--json', 'print JSON Lines')
    .action((host: string, flags: { readonly quiet?: true }) =>
      act((session) => close(session, host, flags), 'attach'),
    );

  program
    .command('watch')
    .description('knock by itself as the rules say, until it is stopped')
    .option('--json', 'print JSON Lines')
    .addHelpText('after', watchHelp)
    .action(() => act(watch));

  addRules(program, act);

  const networks = program.command('networks').description('the networks that you gave a name');
  networks
    .command('list')
    .description('list them, and where this computer is')
    .option('--json', 'print one JSON line')
    .action(() => act(listNetworks, 'attach'));
  networks
    .command('add')
    .description('name the network that this computer is in')
    .argument('<name>', 'name')
    .option('--json', 'print one JSON line')
    .action((name: string) => act((session) => addNetwork(session, name), 'attach'));
  networks
    .command('remove')
    .description('forget a name')
    .argument('<name>', 'name or id')
    .option('--json', 'print one JSON line')
    .action((name: string) => act((session) => removeNetwork(session, name), 'attach'));

  program
    .command('decisions')
    .description('show what rules have decided, and why')
    .option('--acted', 'only when something was done')
    .option('--count <number>', 'how many (default: 20)', parseWhole)
    .option('--json', 'print one JSON line')
    .action((flags: DecisionFlags) => act((session) => decisions(session, flags), 'attach'));
}

function addRules(program: Command, act: Act): void {
  const rules = program.command('rules').description('when Postern knocks by itself');
  rules
    .command('list')
    .description('list the rules')
    .option('--json', 'print one JSON line')
    .action(() => act(listRules, 'attach'));
  rules
    .command('show')
    .description('show a rule')
    .argument('<rule>', 'its number in the list, or its id')
    .option('--json', 'print one JSON line')
    .action((rule: string) => act((session) => showRule(session, rule), 'attach'));

  const add = rules.command('add').description('add a rule');
  add.addOption(whenOption().makeOptionMandatory());
  addRuleFlags(add)
    .addHelpText('after', ruleHelp)
    .action((flags: RuleFlags) => act((session) => addRule(session, flags), 'attach'));

  const edit = rules.command('edit').description('change what the options say, and nothing else');
  edit.argument('<rule>', 'its number in the list, or its id').addOption(whenOption());
  addRuleFlags(edit)
    .addOption(new Option('--enable', 'turn it on').conflicts('disable'))
    .option('--disable', 'turn it off')
    .action((rule: string, flags: RuleFlags) =>
      act((session) => editRule(session, rule, withoutJson(flags)), 'attach'),
    );

  rules
    .command('remove')
    .description('remove a rule')
    .argument('<rule>', 'its number in the list, or its id')
    .option('--json', 'print one JSON line')
    .action((rule: string) => act((session) => removeRule(session, rule), 'attach'));
  rules
    .command('pause')
    .description('let no rule act for a while')
    .addArgument(
      new Argument('[how-long]', 'how long (default: hour)')
        .choices(['hour', 'until-tomorrow', 'until-resumed'])
        .default('hour'),
    )
    .option('--json', 'print one JSON line')
    .action((length: 'hour' | 'until-tomorrow' | 'until-resumed') =>
      act((session) => pauseRules(session, length), 'attach'),
    );
  rules
    .command('resume')
    .description('end a pause')
    .option('--json', 'print one JSON line')
    .action(() => act((session) => pauseRules(session, null), 'attach'));

  const dry = rules.command('dry-run').description('show what a rule would have done; sends nothing');
  dry.argument('[rule]', 'its number in the list, or its id; none: the one of the options');
  dry.addOption(whenOption()).option('--days <number>', 'how far to look back (default: 7)', parseWhole);
  addRuleFlags(dry).action((rule: string | undefined, flags: DryRunFlags) =>
    act((session) => dryRunRule(session, rule, flags), 'attach'),
  );
}

function whenOption(): Option {
  return new Option(
    '--when <occasion>',
    'joined, left, changed, woke, started, connect, or a time: "mon-fri 08:55"',
  ).argParser(parseWhen);
}

function addRuleFlags(command: Command): Command {
  return command
    .option('--on <networks>', 'any, only:NAME,… or except:NAME,… (see below)', parseOn)
    .option(
      '--do <what>',
      'knock, close, keep-open:connected, keep-open:until=17:00, keep-open:hours=4',
      parseDo,
    )
    .option('--hosts <list>', 'names or ids, separated by commas', parseList)
    .option('--tags <list>', 'all hosts with one of these tags', parseList)
    .option('--unless <reasons>', 'open, metered, battery, or never (default: open)', parseUnless)
    .option('--at-most <number>', 'knocks of a host in an hour (default: 6)', parseWhole)
    .option('--json', 'print one JSON line');
}

/** How to print is nothing to change. */
function withoutJson({ json: _, ...flags }: RuleFlags & { readonly json?: true }): RuleFlags {
  return flags;
}
