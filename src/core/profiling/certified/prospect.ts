import type { ModelId } from '../../models/chatModel.ts';
import type { Signal } from '../../policies/signals.ts';
import { mean } from '../../statistics/mean.ts';
import { meanOverNormal } from '../../statistics/quadrature.ts';
import { type Chain, chainName, modelsOf, withoutKnows } from './chain.ts';
import { costCurve, costWithin, expectedCostWithin, lowerHull } from './costCurve.ts';
import { keepPath } from './keepPath.ts';
import type { certifiedShare, Population } from './population.ts';
import { stageName } from './signalTable.ts';
import type { WarmUpView } from './warmUpView.ts';

/** A way to answer that may turn out the cheapest, with what the warm-up lets expect of it. */
export interface Prospect {
  readonly name: string;
  readonly way: Way;
  readonly models: readonly ModelId[];
  /** What tells it from ways that are nearly the same: which answers are judged by what. */
  readonly subject: string;
  /** How much was learned for it: 0 for one model's certainty or a mix, 1 more each for labels, a second model, P(IK), and skipping by P(IK). */
  readonly richness: number;
  /** Mean cost of its models on one item. */
  readonly itemCostUSD: number;
  /** Expected mean cost of a call once certified on `items` items with at most `mostDeviations` among them. */
  expectedCostUSD(certificate: Certification, luck: number): number;
  /** The same as the rows of the warm-up have it, without smoothing: for comparing prospects on the same rows. */
  seenCostUSD(certificate: Certification): number;
}

/** Deferral along a chain, or a share of the inputs chosen by chance. */
export type Way = { readonly kind: 'chain'; readonly chain: Chain } | { readonly kind: 'mix'; readonly model: ModelId };

/** A certificate that could be had. */
export interface Certification {
  readonly items: number;
  readonly mostDeviations: number;
  readonly alpha: number;
  readonly population: Population;
}

/** So many rows make what was seen weigh as much as what was estimated. */
const EVEN_TRUST_ROWS = 40;

export function chainProspect(chain: Chain, view: WarmUpView): Prospect | undefined {
  const { scores, itemCostUSD } = view.compared(chain);
  const { rows } = scores;
  if (rows.length < 2) return undefined;
  const path = keepPath(chain, rows, scores.of(chain), view.referenceCostOf);
  const curve = costCurve(path, rows.length / (rows.length + EVEN_TRUST_ROWS));
  const hull = lowerHull(curve);
  const models = modelsOf(chain);
  const learned = (of: Signal['kind']) =>
    chain.stages.some(({ signals }) => signals?.some(({ kind }) => kind === of)) ? 1 : 0;
  // A path stops at the first deviation too many: half a deviation before it, in the mean.
  const allowed = ({ items, mostDeviations }: Certification) => Math.max(0, (mostDeviations + 0.5) / items);
  return {
    name: chainName(chain),
    subject: stageName(withoutKnows(chain), chain.stages.length - 1),
    way: { kind: 'chain', chain },
    models,
    richness: models.length - 1 + learned('label') + learned('knows') + (chain.skipsBelow === undefined ? 0 : 1),
    itemCostUSD,
    expectedCostUSD(certificate, luck) {
      const rate = allowed(certificate);
      const error = Math.sqrt((rate + 1 / rows.length) / rows.length);
      const costAt = (errors: number) => expectedCostWithin(hull, rate + errors * error);
      // The curve is known from a few rows only. In batch scope, where testing is dear, what was planned too small is put right by the looks after it.
      return certificate.population.scope === 'batch' ? costAt(luck) : meanOverNormal(luck, 1, costAt);
    },
    seenCostUSD: (certificate) => costWithin(curve, allowed(certificate)),
  };
}

/**
 * A share of the inputs. How large it may be depends steeply on how many deviations the test will show, so it is the mean over what these may be: the rate is known from a
 * few rows only, and the test is a sample itself.
 */
export function mixProspect(model: ModelId, view: WarmUpView, shareOf: typeof certifiedShare): Prospect | undefined {
  const { scores, itemCostUSD } = view.compared({ stages: [{ model, signals: undefined }], caution: 1 });
  const { rows } = scores;
  if (rows.length < 2) return undefined;
  const referenceCostUSD = mean(rows.map(view.referenceCostOf));
  const deviations = rows.filter(({ answers }) => answers.get(model)?.deviates !== false).length;
  const seen = (deviations + 0.5) / (rows.length + 1);
  const variance = seen * (1 - seen);
  const expected = ({ items, alpha, population }: Certification, luck: number): number => {
    const rate = seen - luck * Math.sqrt(variance / rows.length);
    const spread = Math.sqrt(variance / rows.length + variance / items);
    const share = meanOverNormal(rate, spread, (shown) => {
      const sample = { items, deviations: Math.min(items, Math.max(0, Math.round(shown * items))) };
      return shareOf(population, sample, alpha, 1).share;
    });
    return share * itemCostUSD + (1 - share) * referenceCostUSD;
  };
  return {
    name: `mix of ${model}`,
    way: { kind: 'mix', model },
    subject: `mix of ${model}`,
    models: [model],
    richness: 0,
    itemCostUSD,
    expectedCostUSD: expected,
    seenCostUSD: (certificate) => expected(certificate, 0),
  };
}
