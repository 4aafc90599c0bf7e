/** `undefined` leaves a field alone, `false` removes it. */
export function patch(object: object, changes: Readonly<Record<string, unknown>>): object {
  const result: Record<string, unknown> = { ...object };
  for (const [key, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    if (change === false) delete result[key];
    else result[key] = change;
  }
  return result;
}
