/** Lines of a table whose columns stand under each other; columns of numbers are right-aligned. */
export function textTable(heads: string[], rows: string[][]): string[] {
  const widths = heads.map((head, column) => Math.max(...[head, ...rows.map(row => row[column])].map(cell => cell.length)));
  const isNumeric = heads.map((_, column) => rows.every(row => /^[\d,]*$/.test(row[column])));
  return [heads, ...rows].map(row => row.map((cell, column) => isNumeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])).join('  ').trimEnd());
}
