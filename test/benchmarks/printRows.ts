/** Benchmarks end with ONE JSON array on the last line of standard output; without --json a table for people comes instead. */
export function printRows(rows: readonly object[], json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else console.table(rows);
}
