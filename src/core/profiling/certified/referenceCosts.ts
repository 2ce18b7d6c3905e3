import type { SheetRow } from './answerSheet.ts';

/**
 * What the reference costs on a row, also where it was not asked: in proportion to what a candidate cost there, since a long input is dear for
 * everyone, by the candidate that answered most rows; the mean where no candidate's cost can tell.
 */
export function referenceCosts(rows: readonly SheetRow[]): (row: SheetRow) => number {
  const known = rows.filter(({ referenceCostUSD }) => referenceCostUSD !== undefined);
  const mean = sum(known.map(({ referenceCostUSD = 0 }) => referenceCostUSD)) / Math.max(1, known.length);
  const counts = new Map<string, number>();
  for (const { answers } of rows) for (const model of answers.keys()) counts.set(model, (counts.get(model) ?? 0) + 1);
  const [guide] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  const both = known.filter(({ answers }) => guide !== undefined && answers.has(guide));
  const costOf = (row: SheetRow) => (guide === undefined ? undefined : row.answers.get(guide)?.costUSD);
  const guideTotal = sum(both.map((row) => costOf(row) ?? 0));
  const ratio = guideTotal > 0 ? sum(both.map(({ referenceCostUSD = 0 }) => referenceCostUSD)) / guideTotal : undefined;
  return (row) => {
    if (row.referenceCostUSD !== undefined) return row.referenceCostUSD;
    const cost = costOf(row);
    return ratio === undefined || cost === undefined ? mean : ratio * cost;
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
