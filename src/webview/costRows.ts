import type { ModelReport, ProfileResult, Recommendation } from '../core/profiling/profile.ts';
import { type StatusWords, verdict } from './statusWords.ts';
import { t } from './translate.ts';
import { percent } from './wording.ts';

/** One way to run the prompt, with what it costs and how well it does. */
export interface CostRow {
  readonly key: string;
  readonly name: string;
  readonly note: string | undefined;
  readonly role: 'reference' | 'recommended' | 'other';
  /** undefined: unknown. */
  readonly perCallUSD: number | undefined;
  /** Estimated share of inputs on which it differs from the reference, with what is known of the true share. */
  readonly differs: { readonly share: number; readonly bound: string } | undefined;
  /** Share of answers that match the expected ones. */
  readonly accuracy: number | undefined;
  readonly verdict: StatusWords;
  /** The model whose price is not known; undefined: known. */
  readonly unpriced: string | undefined;
}

/** The reference first, then what is recommended, then every other model from dear to cheap, unknown prices last. */
export function costRows(result: ProfileResult): readonly CostRow[] {
  const { kind, stages } = result.recommendation;
  const alone = kind === 'single' ? stages[0]?.model : undefined;
  const rows = result.models.map((model) => modelRow(model, { recommended: model.id === alone, kind }));
  if (kind === 'mix') rows.push(mixRow(result));
  return rows.sort((a, b) => rank(a) - rank(b) || (b.perCallUSD ?? -1) - (a.perCallUSD ?? -1));
}

function rank({ role }: CostRow): number {
  return role === 'reference' ? 0 : role === 'recommended' ? 1 : 2;
}

interface Choice {
  readonly recommended: boolean;
  readonly kind: Recommendation['kind'];
}

function modelRow(model: ModelReport, choice: Choice): CostRow {
  const isReference = model.status === 'reference';
  return {
    key: model.id,
    name: model.id,
    note: isReference ? t('reference') : choice.kind === 'mix' ? t('alone') : undefined,
    role: isReference ? 'reference' : choice.recommended ? 'recommended' : 'other',
    perCallUSD: model.costPerCallUSD,
    differs: isReference ? undefined : differenceOf(model),
    accuracy: model.accuracy,
    verdict: verdictOf(model, choice),
    unpriced: model.status === 'unpriced' ? model.id : undefined,
  };
}

function verdictOf({ status }: ModelReport, { recommended, kind }: Choice): StatusWords {
  if (recommended) return { sign: '✓', words: t('recommended') };
  if (status === 'reference' && kind === 'reference') return { sign: '✓', words: t('keep it') };
  return verdict(status);
}

function differenceOf({ items, deviations, deviationInterval, status }: ModelReport): CostRow['differs'] {
  if (items === 0) return undefined;
  const { lower, upper } = deviationInterval;
  const share = deviations / items;
  if (status === 'satisfies') return { share, bound: t('at most {0}', percent(upper)) };
  if (status === 'too far off') return { share, bound: t('at least {0}', percent(lower)) };
  return { share, bound: t('{0} to {1}', percent(lower), percent(upper)) };
}

function mixRow({ recommendation, models, guarantee, policyPerCallUSD }: ProfileResult): CostRow {
  /** Mean over the calls; undefined if it is not known for all of them. */
  const overCalls = (figure: (report: ModelReport) => number | undefined) =>
    recommendation.stages.reduce<number | undefined>((sum, { model, share }) => {
      const report = models.find(({ id }) => id === model);
      const value = report && figure(report);
      return sum === undefined || value === undefined ? undefined : sum + share * value;
    }, 0);
  const share = overCalls(({ deviations, items }) => (items > 0 ? deviations / items : undefined));
  return {
    key: 'mix',
    name: recommendation.stages.map((stage) => t('{0} {1}', percent(stage.share), stage.model)).join(' + '),
    note: t('SMART’s mix'),
    role: 'recommended',
    perCallUSD: policyPerCallUSD,
    differs:
      share === undefined ? undefined : { share, bound: t('at most {0}', percent(guarantee.deviationUpperBound)) },
    accuracy: overCalls(({ accuracy }) => accuracy),
    verdict: { sign: '✓', words: t('recommended') },
    unpriced: undefined,
  };
}
