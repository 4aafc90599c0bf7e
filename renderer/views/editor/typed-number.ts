/** NaN where something stands that is no number: the schema then says what belongs there. */
export function numberOf(text: string): number | undefined {
  const bare = text.trim();
  if (bare === '') return undefined;
  return /^\d+(?:\.\d+)?$/.test(bare) ? Number(bare) : NaN;
}

/** With a sign, for what can lie on both sides of zero. */
export function signedNumberOf(text: string): number | undefined {
  // Typed with the minus sign of a keyboard, or pasted with that of a text.
  const [, minus, digits = ''] = /^\s*([-−]?)\+?(.*)$/s.exec(text) ?? [];
  const size = numberOf(digits);
  return size === undefined || minus === '' ? size : -size;
}

/** Seconds, with a point or a comma, to whole milliseconds. */
export function msOf(text: string): number | undefined {
  const seconds = numberOf(text.replace(',', '.'));
  return seconds === undefined ? undefined : Math.round(seconds * 1_000);
}

/** As `msOf` reads it. */
export function secondsText(ms: number): string {
  return String(ms / 1_000);
}

export function textOf(number: number | undefined): string {
  return number === undefined ? '' : String(number);
}
