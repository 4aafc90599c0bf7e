export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The lines as a C program sees them with fgets: what follows a NUL is lost. A CR stays at the end. */
export function linesOf(text: string): readonly Line[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => ({ number: index + 1, text: line.split('\0', 1)[0] ?? '' }));
}

/** isspace() in the C locale. */
export const blanks = ' \\t\\n\\v\\f\\r';
const edges = new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'g');

/** Without blanks at both ends, as isspace() knows them: a no-break space or a byte order mark is none. */
export function trimmed(text: string): string {
  return text.replace(edges, '');
}

/** atoi(): blanks, a sign, digits; the rest is ignored, and nothing is 0. */
export function leadingNumber(text: string): number {
  return Number(/^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text)?.[1] ?? 0);
}
