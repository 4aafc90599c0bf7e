import { Argument, type Command } from 'commander';
import { clock, type ClockFlags } from './commands/clock.ts';
import { codes, type CodesFlags } from './commands/codes.ts';
import { settle, showOrSetCounter } from './commands/counter.ts';
import { explainPacket } from './commands/explain-packet.ts';
import type { Act } from './session.ts';
import { parseWhole } from './values.ts';

/** What there is to say about codes, lists and packets. */
export function addCodeCommands(program: Command, act: Act): void {
  program
    .command('codes')
    .description('show the next ports of a host whose ports change; sends nothing')
    .argument('<host>', 'name or id')
    .option('--count <number>', 'how many (default: 5, with --knockd 100)', parseWhole)
    .option('--from <number>', 'the first time step, counter or line', parseWhole)
    .option('--knockd', "print lines for knockd's one_time_sequences")
    .option('--json', 'print one JSON line')
    .action((host: string, flags: CodesFlags) => act((session) => codes(session, host, flags)));

  program
    .command('counter')
    .description('show where the counter or the list of a host stands, or put it where the server is')
    .argument('<host>', 'name or id')
    .argument('[number]', 'the next counter, or the next line from 1', parseWhole)
    .option('--json', 'print one JSON line')
    .action((host: string, number: number | undefined) =>
      act((session) => showOrSetCounter(session, host, number ?? null)),
    );

  program
    .command('settle')
    .description('say whether the knock that nobody saw opened the door')
    .argument('<host>', 'name or id')
    .addArgument(new Argument('<answer>', 'whether it worked').choices(['yes', 'no']))
    .option('--json', 'print one JSON line')
    .action((host: string, answer: 'yes' | 'no') => act((session) => settle(session, host, answer)));

  program
    .command('explain-packet')
    .description('say what an fwknop packet holds, and why a server would refuse it')
    .argument('<host>', 'whose keys to use: name or id')
    .argument('<packet>', 'the packet, or - for standard input')
    .option('--json', 'print one JSON line')
    .action((host: string, packet: string) => act((session) => explainPacket(session, host, packet)));

  program
    .command('clock')
    .description("compare this computer's clock with another one")
    .option('--source <url>', 'ntp://host or a web address (default: the one of the settings)')
    .option('--json', 'print one JSON line')
    .action((flags: ClockFlags) => act((session) => clock(session, flags)));
}
