/** Rows as lines, in columns as wide as their widest cell. */
export function alignRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? '')))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** Characters as they are counted by a reader: "é" is one. */
function width(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}
