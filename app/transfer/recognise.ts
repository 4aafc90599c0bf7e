import { isBundle } from './bundle.ts';
import { hasCommands } from './command-line.ts';
import { isName } from './fwknop-settings.ts';
import { linesOf, trimmed } from './lines.ts';
import type { ImportSource } from './offer.ts';

/** Directives that only knockd has. */
const knockd =
  /^[ \t]*(?:sequence|one_time_sequences|seq_timeout|(?:start_|stop_)?command(?:_6)?|cmd_timeout|tcpflags)[ \t]*=/im;
const stanza = /^[ \t]*([A-Za-z][A-Za-z0-9_]*):?[ \t=]/gm;
const sequence = /^\d{1,5}[ \t]*(?::[ \t]*(?:tcp|udp)[ \t]*)?,[ \t]*\d{1,5}[ \t]*(?:[:,]|$)/i;

/** What a text is: by what stands in it, and where that says nothing by the name of the file. Null if it is none of ours. */
export function recognise(name: string, text: string): ImportSource | null {
  if (/^\s{0,1000}otpauth:\/\//i.test(text)) return 'otpauth';
  if (isBundle(text)) return 'bundle';
  if (knockd.test(text)) return 'knockd-conf';
  if (hasStanzaLine(text)) return 'fwknoprc';
  if (hasCommands(text)) return 'knock-command';
  if (sequence.test(firstLine(text))) return 'one-time-list';
  const file = name.replace(/^.*[/\\]/s, '').toLowerCase();
  if (/^\.?fwknoprc\b/.test(file)) return 'fwknoprc';
  if (/^knockd\b.*\.conf\b/.test(file)) return 'knockd-conf';
  return null;
}

/** A name of .fwknoprc at the beginning of a line; in lower case only if it is one that is no word. */
function hasStanzaLine(text: string): boolean {
  for (const [, name = ''] of text.matchAll(stanza)) {
    if (isName(name) || (name.includes('_') && isName(name.toUpperCase()))) return true;
  }
  return false;
}

/** The first line that is no comment. */
function firstLine(text: string): string {
  for (const { text: line } of linesOf(text)) {
    const words = trimmed(line);
    if (words !== '' && !words.startsWith('#')) return words;
  }
  return '';
}
