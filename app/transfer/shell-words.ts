/** One word of a command, its quotes taken away. */
export interface Word {
  readonly text: string;
  /** A variable or a command stood in it, which a shell would have replaced and nobody here does. */
  readonly isOpen: boolean;
}

/** One simple command. */
export interface CommandLine {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly words: readonly Word[];
  /** A quote was never closed, so the words are a guess. */
  readonly isBroken: boolean;
}

/**
 * Text as a POSIX shell splits it into commands and words (Shell Command Language 2.2, 2.3): quotes, backslashes,
 * comments and continued lines. Nothing is expanded or carried out; redirections are left out.
 */
export function commandLines(text: string): readonly CommandLine[] {
  const commands: CommandLine[] = [];
  let line = 1;
  let start = 1;
  let words: Word[] = [];
  let isBroken = false;
  /** The word that is being read; null between words. */
  let word: string | null = null;
  let isOpen = false;
  /** The next word belongs to a redirection. */
  let isTarget = false;

  const endWord = (): void => {
    if (word === null) return;
    if (isTarget) isTarget = false;
    else words.push({ text: word, isOpen });
    word = null;
    isOpen = false;
  };
  const endCommand = (): void => {
    endWord();
    isTarget = false;
    if (words.length > 0) commands.push({ line: start, words, isBroken });
    words = [];
    isBroken = false;
  };
  const add = (characters: string): void => {
    if (word === null && words.length === 0) start = line;
    word = (word ?? '') + characters;
  };

  for (const [token] of text.matchAll(tokens)) {
    const first = token.charAt(0);
    if (token === '\n' || token === '\r\n') {
      endCommand();
    } else if (/^[ \t\r]/.test(token)) {
      endWord();
    } else if (first === '#' && word === null) {
      // A comment reaches to the end of the line.
    } else if (first === '\\') {
      if (!/^\\\r?\n$/.test(token)) add(token.slice(1));
    } else if (first === "'") {
      isBroken ||= token.length < 2 || !token.endsWith("'");
      add(token.slice(1).replace(/'$/, ''));
    } else if (first === '"') {
      isBroken ||= !/^"[^"\\]*(?:\\[^][^"\\]*)*"$/.test(token);
      const inner = token.slice(1).replace(/"$/, '');
      if (/(?<!\\)(?:\\\\)*[$`]/.test(inner)) isOpen = true;
      add(inner.replace(/\\\r?\n/g, '').replace(/\\([$`"\\])/g, '$1'));
    } else if (/^[;&|()]/.test(token)) {
      endCommand();
    } else if (/[<>]/.test(token)) {
      // "2>" too: the number belongs to it.
      endWord();
      isTarget = !/&[\d-]$/.test(token);
    } else {
      if (first === '$' || first === '`') isOpen = true;
      add(token);
    }
    line += token.split('\n').length - 1;
  }
  endCommand();
  return commands;
}

const tokens = new RegExp(
  [
    '\\r?\\n',
    '[ \\t\\r]+',
    '(?<=^|[\\s;&|()])#[^\\n]*',
    '\\\\(?:\\r?\\n|[^]|$)',
    "'[^']*(?:'|$)",
    '"[^"\\\\]*(?:\\\\[^][^"\\\\]*)*(?:"|\\\\?$)',
    '[;&|()]+',
    '(?<=^|[\\s;&|()])\\d+[<>]+(?:&[\\d-])?',
    '[<>]+(?:&[\\d-])?',
    '[$`]',
    '[^\\s\\\\\'";&|()<>$`#]+',
    '[^]',
  ].join('|'),
  'g',
);
