import type { Policy } from '../../policies/cascade.ts';
import { mean } from '../../statistics/mean.ts';
import type { SheetRow } from './answerSheet.ts';
import type { Finalist, Terms } from './finalist.ts';
import { certifiedShare } from './population.ts';
import type { Prospect } from './prospect.ts';

/** A share of the inputs, chosen by chance. Every comparison counts, whether the row would be sent there or not. */
export function mixFinalist(prospect: Prospect, model: string, alpha: number, terms: Terms): Finalist {
  const { population, sizes, spending, totalRows, reference } = terms;
  const isUsable = (row: SheetRow): boolean => row.answers.get(model)?.deviates !== undefined;
  const shareAt = (rows: readonly SheetRow[], look: number, size: number) => {
    const seen = rows.filter(isUsable).slice(0, size);
    const deviations = seen.filter(({ answers }) => answers.get(model)?.deviates !== false).length;
    const expected = { items: size, deviations: Math.round((deviations * size) / Math.max(1, seen.length)) };
    return { seen, deviations, ...certifiedShare(population, expected, alpha * (spending[look] ?? 0), totalRows) };
  };
  const costOf = (rows: readonly SheetRow[], share: number, referenceCostOf: (row: SheetRow) => number): number => {
    const asked = rows.filter(({ answers }) => answers.has(model));
    const own = mean(asked.map(({ answers }) => answers.get(model)?.costUSD ?? 0));
    return share * own + (1 - share) * mean(asked.map(referenceCostOf));
  };
  const self: Finalist = {
    prospect,
    alpha,
    looks: sizes.map((size) => ({ size, mostDeviations: size })),
    mayKeep: (row) => row.answers.has(model),
    isUsable,
    certify(look, rows, referenceCostOf) {
      const { seen, deviations, share, deviationUpperBound } = shareAt(
        rows,
        look,
        Math.min(sizes[look] ?? 0, rows.filter(isUsable).length),
      );
      if (seen.length === 0 || share === 0) return undefined;
      const policy: Policy =
        share === 1
          ? { kind: 'single', stages: [{ model }] }
          : {
              kind: 'mix',
              stages: [
                { model, share },
                { model: reference, share: 1 - share },
              ],
            };
      const costUSD = costOf([...terms.warmUp, ...rows], share, referenceCostOf);
      return { finalist: self, policy, look, items: seen.length, deviations, deviationUpperBound, costUSD };
    },
    outlook: (rows, referenceCostOf) => (look) => {
      const { share } = shareAt(rows, look, sizes[look] ?? 0);
      return costOf(rows, share, referenceCostOf);
    },
  };
  return self;
}
