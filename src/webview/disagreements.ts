import type { Disagreement, ProfileResult } from '../core/profiling/profile.ts';

export const PAGE_SIZE = 10;

/** What is on show of the rows where answers differ. */
export interface DisagreementPage {
  /** Models with rows to show. `differing`: on how many rows they differ; of many only the first are kept. */
  readonly models: readonly { readonly id: string; readonly kept: number; readonly differing: number }[];
  /** undefined: all of them. */
  readonly model: string | undefined;
  /** Rows that can be shown. */
  readonly total: number;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly shown: readonly Disagreement[];
}

/** @param page from 0; beyond the last: the last. */
export function disagreementPage(
  { disagreements, models }: Pick<ProfileResult, 'disagreements' | 'models'>,
  model: string | undefined,
  page: number,
): DisagreementPage {
  const counts = new Map<string, number>();
  for (const { model: id } of disagreements) counts.set(id, (counts.get(id) ?? 0) + 1);
  const chosen = model !== undefined && counts.has(model) ? model : undefined;
  const kept = chosen === undefined ? disagreements : disagreements.filter(({ model: id }) => id === chosen);
  const pages = Math.max(1, Math.ceil(kept.length / PAGE_SIZE));
  const current = Math.min(Math.max(0, page), pages - 1);
  return {
    models: [...counts].map(([id, count]) => {
      return { id, kept: count, differing: models.find((report) => report.id === id)?.deviations ?? count };
    }),
    model: chosen,
    total: kept.length,
    page: current,
    pages,
    shown: kept.slice(current * PAGE_SIZE, (current + 1) * PAGE_SIZE),
  };
}
