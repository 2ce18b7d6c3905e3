import type { Row } from './row.ts';

/** The expected answers of the rows that have one. */
export function goldsOf(rows: readonly Pick<Row, 'gold'>[]): string[] {
  return rows.flatMap(({ gold }) => (gold === undefined ? [] : [gold]));
}
