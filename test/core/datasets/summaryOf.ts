import type { RawRecord } from '../../../src/core/datasets/recordReader.ts';

/** Records as `line values` or `line code`, for tests to compare. */
export function summaryOf(records: readonly RawRecord[]): string[] {
  return records.map((record) => {
    if (record.kind === 'values') return `${record.line} ${JSON.stringify(record.values)}`;
    const kind = record.kind === 'malformed' ? '' : `${record.kind} `;
    return `${record.finding.range.start.line + 1} ${kind}${record.finding.code}`;
  });
}
