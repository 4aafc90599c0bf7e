import type { Word } from './shell-words.ts';

/** An option of a program: its long and short names mean the same. */
export interface Option<Name extends string> {
  readonly name: Name;
  readonly long: readonly string[];
  readonly short: string;
  readonly takesValue: boolean;
}

export type Argument<Name extends string> =
  | { readonly kind: 'option'; readonly name: Name; readonly word: string; readonly value: Word }
  | { readonly kind: 'operand'; readonly value: Word }
  | { readonly kind: 'unknown' | 'without-value'; readonly word: string };

/**
 * Reads arguments as GNU getopt_long does: short options in one word, values in the same word or the next, long names cut
 * short as far as they stay unique, operands anywhere, and nothing but operands behind "--".
 */
export function readArguments<Name extends string>(
  words: readonly Word[],
  options: readonly Option<Name>[],
): readonly Argument<Name>[] {
  const found: Argument<Name>[] = [];
  const queue = [...words];
  const none: Word = { text: '', isOpen: false };

  const add = (option: Option<Name>, word: string, own: Word | null): void => {
    const value = option.takesValue ? (own ?? queue.shift()) : none;
    if (value === undefined) found.push({ kind: 'without-value', word });
    else found.push({ kind: 'option', name: option.name, word, value });
  };

  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const { text, isOpen } = word;
    if (text === '--') {
      found.push(...queue.map((value): Argument<Name> => ({ kind: 'operand', value })));
      break;
    }
    if (text.startsWith('--')) {
      const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
      const option = longOption(options, name);
      const isWrong = option === null || (value !== undefined && !option.takesValue);
      if (isWrong) found.push({ kind: 'unknown', word: option === null ? '' : `--${option.long[0]}` });
      else add(option, `--${option.long[0]}`, value === undefined ? null : { text: value, isOpen });
    } else if (text.startsWith('-') && text !== '-') {
      for (let at = 1; at < text.length; at += 1) {
        const letter = text.charAt(at);
        const option = options.find(({ short }) => short === letter);
        const rest = text.slice(at + 1);
        if (!option) {
          found.push({ kind: 'unknown', word: '' });
          break;
        }
        add(option, `-${letter}`, rest === '' ? null : { text: rest, isOpen });
        if (option.takesValue) break;
      }
    } else {
      found.push({ kind: 'operand', value: word });
    }
  }
  return found;
}

/** An exact name, or the only option that begins so. */
function longOption<Name extends string>(
  options: readonly Option<Name>[],
  name: string,
): Option<Name> | null {
  const exact = options.find(({ long }) => long.includes(name));
  if (exact) return exact;
  const [option, ...more] = options.filter(({ long }) => long.some((each) => each.startsWith(name)));
  return option !== undefined && more.length === 0 ? option : null;
}
