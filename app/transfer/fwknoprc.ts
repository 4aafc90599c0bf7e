import { collectNotes, mostHosts, type Found, type FoundHost, type Notes } from './found.ts';
import { spaHost } from './fwknop-host.ts';
import { assign, isName, type Settings } from './fwknop-settings.ts';
import { blanks, linesOf, trimmed, type Line } from './lines.ts';

/*
 * `.fwknoprc` as fwknop 2.6 reads it (process_rc_section, is_rc_section and is_rc_param in client/config_init.c; the
 * measured cases are in test/vectors/fwknoprc.json). Where the program reads something else than the author meant,
 * we read what the program reads and say so; where it stops, we say so and go on with the next line.
 */

/** MAX_LINE_LEN of fwknop: a longer line falls apart. */
const longestLine = 1_023;

interface Stanza {
  readonly name: string;
  readonly line: number;
  readonly lines: Line[];
}

/** Every named stanza is a host; so is `[default]` where it has all that a packet needs. */
export function readFwknoprc(text: string): Found {
  const notes = collectNotes();
  const stanzas = stanzasIn(text, notes);

  // fwknop reads [default] first, then the stanza that was asked for.
  const shared: Settings = new Map();
  const start = stanzas.get('default');
  for (const line of start?.lines ?? []) readLine(shared, line, notes);

  const items: FoundHost[] = [];
  for (const [key, stanza] of stanzas) {
    if (key === 'default') continue;
    if (items.length === mostHosts) {
      notes.drop('more-hosts', stanza.line);
      break;
    }
    const own = collectNotes();
    const settings: Settings = new Map(shared);
    for (const line of stanza.lines) readLine(settings, line, own);
    const host = spaHost({ name: stanza.name, settings, line: stanza.line, notes: own });
    if (host === null) notes.addAll(own);
    else items.push(host);
  }
  if (start && shared.has('SPA_SERVER') && shared.has('ACCESS')) {
    const own = collectNotes();
    const host = spaHost({ name: null, settings: shared, line: start.line, notes: own });
    if (host === null) notes.addAll(own);
    else items.unshift(host);
  }
  return { source: 'fwknoprc', items, notes: notes.list() };
}

/** The lines of each stanza by its name in lower case; one that occurs twice is one. */
function stanzasIn(text: string, notes: Notes): ReadonlyMap<string, Stanza> {
  const stanzas = new Map<string, Stanza>();
  let current: Stanza | null = null;
  for (const line of linesOf(text)) {
    // Only the first character makes a comment.
    if (/^(?:[#;\r]|$)/.test(line.text)) continue;
    if (line.number === 1 && line.text.startsWith('\uFEFF')) {
      notes.warn('bom', 1);
      continue;
    }
    if (line.text.length > longestLine) {
      notes.drop('line-too-long', line.number);
      continue;
    }
    const name = header.exec(line.text)?.[1];
    if (name === undefined) {
      if (current === null) notes.drop('outside-stanza', line.number);
      else current.lines.push(line);
      continue;
    }
    // strcasecmp: only ASCII letters have a case.
    const key = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    current = stanzas.get(key) ?? { name, line: line.number, lines: [] };
    stanzas.set(key, current);
  }
  return stanzas;
}

const header = new RegExp(`^[${blanks}]*\\[([^\\]]*)\\]`);
/** sscanf("%s %[^ ;\t\n\r#]"): a word, and what follows it up to a blank, semicolon or hash. */
const parameter = new RegExp(`^[${blanks}]*([^${blanks}]+)[${blanks}]+([^ ;\\t\\n\\r#]+)(.*)$`, 's');

function readLine(settings: Settings, { number, text }: Line, notes: Notes): void {
  const [, first, raw = '', rest = ''] = parameter.exec(text) ?? [];
  // The last colon ends the name.
  const word = (first ?? trimmed(text)).replace(/:[^:]*$/, '');
  const known = word.toUpperCase().replace(/[:=].*$/s, '');
  if (first === undefined) {
    // "NAME=value", or nothing behind the name.
    const code = isName(known) && word.includes('=') ? 'equals-sign' : 'no-value';
    notes.drop(code, number, isName(known) ? known : '');
    return;
  }
  if (!isName(word)) {
    if (word.toUpperCase() === 'CLIENT_TIMEOUT') notes.drop('client-timeout', number, 'CLIENT_TIMEOUT');
    else if (word.endsWith('=') && isName(known)) notes.drop('equals-sign', number, known);
    else if (isName(word.toUpperCase())) notes.drop('lower-case', number, word);
    else notes.drop('not-understood', number);
    return;
  }
  const value = trimmed(raw);
  if (value === '=') notes.warn('equals-sign', number, word);
  else if (isCut(rest)) notes.warn('value-cut', number, word);
  assign(settings, word, { value, line: number, word }, notes);
}

/** Whether something of the value was lost, other than a comment behind a blank. */
function isCut(rest: string): boolean {
  if (rest.startsWith('#') || rest.startsWith(';')) return true;
  const more = trimmed(rest);
  return more !== '' && !/^[#;]/.test(more);
}
