import type {
  ModelReport,
  ProfileMethod,
  ProfileResult,
  Recommendation,
  SelfDeviation,
} from '../core/profiling/profile.ts';
import { type StatusWords, verdict } from './statusWords.ts';
import { t } from './translate.ts';
import { percent, whole } from './wording.ts';

/** Share undefined: only the bound is known. */
export interface Difference {
  readonly share: number | undefined;
  readonly bound: string;
}

/** One way to run the prompt, with what it costs and how well it does. */
export interface CostRow {
  readonly key: string;
  readonly name: string;
  readonly note: string | undefined;
  readonly role: 'reference' | 'recommended' | 'compared' | 'other';
  /** undefined: unknown. */
  readonly perCallUSD: number | undefined;
  /** Estimated share of inputs on which it differs from the reference, with what is known of the true share. */
  readonly differs: Difference | undefined;
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
  const choice = { kind, method: result.request.method };
  const rows = result.models.map((model) =>
    modelRow(model, { ...choice, recommended: model.id === alone }, result.referenceSelfDeviation),
  );
  if (kind === 'mix') rows.push(mixRow(result));
  if (kind === 'cascade') rows.push(cascadeRow(result));
  rows.push(...smartRows(result));
  return rows.sort((a, b) => rank(a) - rank(b) || (b.perCallUSD ?? -1) - (a.perCallUSD ?? -1));
}

function rank({ role }: CostRow): number {
  return ['reference', 'recommended', 'compared', 'other'].indexOf(role);
}

interface Choice {
  readonly recommended: boolean;
  readonly kind: Recommendation['kind'];
  readonly method: ProfileMethod;
}

function modelRow(model: ModelReport, choice: Choice, selfDeviation: SelfDeviation | undefined): CostRow {
  const isReference = model.status === 'reference';
  return {
    key: model.id,
    name: model.id,
    note: isReference ? t('reference') : choice.kind === 'mix' || choice.kind === 'cascade' ? t('alone') : undefined,
    role: isReference ? 'reference' : choice.recommended ? 'recommended' : 'other',
    perCallUSD: model.costPerCallUSD,
    differs: isReference ? differenceFromItself(selfDeviation) : differenceOf(model),
    accuracy: model.accuracy,
    verdict: verdictOf(model, choice),
    unpriced: model.status === 'unpriced' ? model.id : undefined,
  };
}

function verdictOf({ status }: ModelReport, { recommended, kind, method }: Choice): StatusWords {
  if (recommended) return { sign: '✓', words: t('recommended') };
  if (status === 'reference' && kind === 'reference') return { sign: '✓', words: t('keep it') };
  return verdict(status, method);
}

function differenceFromItself(found: SelfDeviation | undefined): Difference | undefined {
  return found && { share: found.deviations / found.items, bound: t('from itself, {0} rows', whole(found.items)) };
}

function differenceOf({ items, deviations, deviationInterval, status }: ModelReport): CostRow['differs'] {
  if (items === 0) return undefined;
  const { lower, upper } = deviationInterval;
  const share = deviations / items;
  if (status === 'satisfies') return { share, bound: t('at most {0}', percent(upper)) };
  if (status === 'too far off') return { share, bound: t('at least {0}', percent(lower)) };
  return { share, bound: t('{0} to {1}', percent(lower), percent(upper)) };
}

function cascadeRow(result: ProfileResult): CostRow {
  return {
    key: 'cascade',
    name: wayName(result.recommendation),
    note: undefined,
    role: 'recommended',
    perCallUSD: result.policyPerCallUSD,
    differs: policyDifference(result),
    accuracy: undefined,
    verdict: { sign: '✓', words: t('recommended') },
    unpriced: undefined,
  };
}

/** What SMART's mix would have been on the same answers, beside what is recommended. */
function smartRows({ comparison = [], recommendation }: ProfileResult): CostRow[] {
  const mix = comparison.find(({ method }) => method === 'smart-mix');
  if (!mix || mix.recommendation.kind === 'reference' || wayName(mix.recommendation) === wayName(recommendation))
    return [];
  return [
    {
      key: 'smart-mix',
      name: wayName(mix.recommendation),
      note: t('SMART’s mix'),
      role: 'compared',
      perCallUSD: mix.policyPerCallUSD,
      differs: { share: undefined, bound: t('at most {0}', percent(mix.deviationUpperBound)) },
      accuracy: undefined,
      verdict: { sign: '–', words: t('SMART’s choice') },
      unpriced: undefined,
    },
  ];
}

/** `mini → large`, `71 % mini + 29 % large` */
export function wayName({ kind, stages }: Recommendation): string {
  return kind === 'mix'
    ? stages.map((stage) => t('{0} {1}', percent(stage.share), stage.model)).join(' + ')
    : stages.map(({ model }) => model).join(' → ');
}

/** How often the recommended way differs: as seen, and what is claimed of the true share; undefined where that is not known. */
export function policyDifference(result: ProfileResult): Difference | undefined {
  const { kind } = result.recommendation;
  const { items, deviations, deviationUpperBound } = result.guarantee;
  if (kind === 'reference' || items === 0) return undefined;
  const bound = t('at most {0}', percent(deviationUpperBound));
  if (kind !== 'mix') return { share: deviations / items, bound };
  const share = overCalls(result, (report) => (report.items > 0 ? report.deviations / report.items : undefined));
  return share === undefined ? undefined : { share, bound };
}

/** Mean over the calls of a mix; undefined if it is not known for all of its models. */
function overCalls(
  { recommendation, models }: ProfileResult,
  figure: (report: ModelReport) => number | undefined,
): number | undefined {
  return recommendation.stages.reduce<number | undefined>((sum, { model, share }) => {
    const report = models.find(({ id }) => id === model);
    const value = report && figure(report);
    return sum === undefined || value === undefined ? undefined : sum + share * value;
  }, 0);
}

function mixRow(result: ProfileResult): CostRow {
  return {
    key: 'mix',
    name: wayName(result.recommendation),
    note: result.request.method === 'certified' ? t('mix') : t('SMART’s mix'),
    role: 'recommended',
    perCallUSD: result.policyPerCallUSD,
    differs: policyDifference(result),
    accuracy: overCalls(result, ({ accuracy }) => accuracy),
    verdict: { sign: '✓', words: t('recommended') },
    unpriced: undefined,
  };
}
