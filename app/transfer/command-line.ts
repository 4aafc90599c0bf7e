import { collectNotes, mostHosts, type Found, type FoundHost } from './found.ts';
import { readFwknopCommand } from './fwknop-command.ts';
import { readKnockCommand } from './knock-command.ts';
import { commandLines, type CommandLine, type Word } from './shell-words.ts';

const readers = { knock: readKnockCommand, fwknop: readFwknopCommand };

/** `knock` and `fwknop` as they were typed or kept in a script: each one a host. Nothing is carried out. */
export function readCommandLines(text: string): Found {
  const notes = collectNotes();
  const items: FoundHost[] = [];
  const commands = commandLines(text);
  const hasLines = text.trimEnd().includes('\n');
  let source: Found['source'] = 'knock-command';
  for (const command of commands) {
    const line = hasLines ? command.line : null;
    const program = programOf(command);
    if (program === null) {
      notes.drop('command-other', line);
      continue;
    }
    if (program.name === 'fwknop') source = 'fwknop-command';
    if (command.isBroken) {
      notes.drop('quote-open', line);
      continue;
    }
    if (items.length === mostHosts) {
      notes.drop('more-hosts', line);
      break;
    }
    const own = collectNotes();
    const host = readers[program.name](program.words, line, own);
    if (host !== null) items.push(host);
    else notes.addAll(own);
  }
  return { source, items, notes: notes.list() };
}

/** Whether there is a command in the text that `readCommandLines` reads. */
export function hasCommands(text: string): boolean {
  return /\b(?:knock|fwknop)\b/.test(text) && commandLines(text).some((each) => programOf(each) !== null);
}

interface Program {
  readonly name: keyof typeof readers;
  readonly words: readonly Word[];
}

/** The program behind a prompt, variables and sudo. */
function programOf({ words }: CommandLine): Program | null {
  let at = 0;
  for (; at < words.length; at += 1) {
    const { text } = words[at] ?? { text: '' };
    if (/^(?:[$%>]|sudo|doas|env|exec|command|time|nohup|[A-Za-z_]\w*=.*)$/s.test(text)) continue;
    break;
  }
  const name = /(?:^|[/\\])(knock|fwknop)(?:\.exe)?$/i.exec(words[at]?.text ?? '')?.[1]?.toLowerCase();
  if (name !== 'knock' && name !== 'fwknop') return null;
  return { name, words: words.slice(at + 1) };
}
