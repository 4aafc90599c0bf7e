/** Joins the class names that apply. A name that a CSS module does not have is a bug, and shows as a missing style. */
export function cx(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== undefined && name !== false && name !== '').join(' ');
}
