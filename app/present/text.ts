/**
 * Text of a user or a server as it may stand in a line: nothing that moves a cursor, changes a colour or reverses the
 * direction of reading. The joiners of Arabic, Indic scripts and emoji stay.
 */
export function printable(text: string): string {
  return text.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '·');
}

/** "1 packet", "3 packets". */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;
}

/** "a", "a or b", "a, b or c". */
export function list(items: readonly string[], last: 'or' | 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
