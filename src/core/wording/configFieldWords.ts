import { percent, usd } from '../amounts.ts';
import type { RoutingConfig } from '../routing/routingConfig.ts';
import { wholePromise } from '../routing/wholePromise.ts';
import type { Translate } from '../translate.ts';
import { certificateSentence } from './certificateSentence.ts';
import { comparisonWords } from './comparisonWords.ts';
import { deviationCount, itemCount } from './countWords.ts';
import { keepWords, labelLimits } from './keepWords.ts';
import { cascadeWords } from './recommendationSentence.ts';

/**
 * What a field of a config means with the numbers that stand there, in whole sentences; undefined: nothing to say. What a field means in general is
 * said by the schema. @param path of the field, from the root
 */
export function configFieldWords(
  config: RoutingConfig,
  path: readonly PropertyKey[],
  t: Translate,
): string | undefined {
  return explanations.find(([pattern]) => pattern.test(path.join('.')))?.[1](config, t, path);
}

type Explain = (config: RoutingConfig, t: Translate, path: readonly PropertyKey[]) => string | undefined;

/** By the path of the field, keys joined by dots. */
const explanations: readonly (readonly [RegExp, Explain])[] = [
  [/^(guarantee(\.(delta|confidence))?)$/, promise],
  [/^guarantee\.(deviationUpperBound|deviations|items)$/, bound],
  [/^guarantee\.(method|basis)$/, basis],
  [/^student(\.(delta|confidence|file))?$/, student],
  [/^(kind|stages)$/, kind],
  [/^guarantee\.certificate(\.|$)/, ({ guarantee, kind: name }, t) => certificateSentence(guarantee, name, t)],
  [/^stages\.\d+(\.(model|share))?$/, stage],
  [/^stages\.\d+\.accept(\.|$)/, accept],
  [/^evidence\.referenceSelfDeviation(\.|$)/, selfDeviation],
  [/^evidence\.cost(\.|$)/, savings],
  [/^evidence\.models\.\d+\./, evidence],
];

function promise({ guarantee, reference, student: before }: RoutingConfig, t: Translate): string {
  const [delta, confidence] = [percent(guarantee.delta), percent(guarantee.confidence)];
  const promised =
    guarantee.scope === 'batch'
      ? t(
          'At most {0} of the answers of this dataset differ from those of {1}, with {2} confidence.',
          delta,
          reference,
          confidence,
        )
      : t(
          'At most {0} of the answers to inputs like those of the dataset differ from those of {1}, with {2} confidence.',
          delta,
          reference,
          confidence,
        );
  if (!before) return promised;
  return `${promised} ${t('That is about the stages; what the student in front adds is said at "student".')}`;
}

function student(config: RoutingConfig, t: Translate): string | undefined {
  if (!config.student) return undefined;
  const whole = wholePromise(config);
  const own = t(
    'At most {0} of the inputs are answered unlike the stages would, with {1} confidence at all times.',
    percent(config.student.delta),
    percent(config.student.confidence),
  );
  const together = t(
    'With the promise of the stages: at most {0} of answers differ from those of {1}, with {2} confidence.',
    percent(whole.delta),
    config.reference,
    percent(whole.confidence),
  );
  return `${own} ${together}`;
}

function bound({ guarantee: { deviations, items, deviationUpperBound, delta } }: RoutingConfig, t: Translate): string {
  const seen = t(
    'The recommended models answered {0} of {1} differently.',
    itemCount(deviations, t),
    itemCount(items, t),
  );
  const most = t(
    'The method puts the deviating share at {0} at most; {1} is allowed.',
    percent(deviationUpperBound),
    percent(delta),
  );
  return `${seen} ${most}`;
}

function basis({ guarantee: { method, basis: rests } }: RoutingConfig, t: Translate): string {
  if (rests === 'paper')
    return t(
      '{0} as published: it looks at fixed-sample intervals again and again, so it fails more often than its confidence says.',
      method,
    );
  return t(
    '{0}, with a promise by an {1} that holds as stated. `downtier verify` computes it again.',
    method,
    rests === 'exact test' ? t('exact test') : rests,
  );
}

function kind({ kind: name, stages, reference }: RoutingConfig, t: Translate): string {
  const [first, second] = stages;
  switch (name) {
    case 'reference':
      return t('Every input goes to {0}: nothing cheaper was shown to be close enough.', reference);
    case 'single':
      return t('Every input goes to {0}.', first?.model ?? '');
    case 'mix':
      return t(
        'Inputs are sent at random: {0} to {1}, the rest to {2}.',
        percent(first?.share ?? 0),
        first?.model ?? '',
        second?.model ?? '',
      );
    case 'cascade':
      return `${cascadeWords(stages, reference, t)}.`;
  }
}

function stage({ stages }: RoutingConfig, t: Translate, [, index]: readonly PropertyKey[]): string | undefined {
  const found = stages[Number(index)];
  return found && t('{0} answers {1} of the inputs.', found.model, percent(found.share));
}

function accept(config: RoutingConfig, t: Translate, [, index]: readonly PropertyKey[]): string | undefined {
  const found = config.stages[Number(index)];
  if (!found?.accept) return undefined;
  const { model } = found;
  const share = percent(found.share);
  const kept = keepWords(found.accept, config.reference, t);
  if (kept === undefined)
    return t(
      'The answer of {0} is never kept; that is so for {1} of the inputs. Other inputs go on to the next stage.',
      model,
      share,
    );
  const limits = labelLimits(found.accept, t);
  return t(
    'The answer of {0} is kept {1}; that is so for {2} of the inputs. Other inputs go on to the next stage.',
    model,
    limits === '' ? kept : `${kept} (${limits})`,
    share,
  );
}

function selfDeviation({ evidence: { referenceSelfDeviation: found }, reference }: RoutingConfig, t: Translate) {
  return (
    found &&
    t(
      'Asked twice about {0}, {1} differed from itself on {2}. A delta below that rate cannot be met.',
      itemCount(found.items, t),
      reference,
      found.deviations,
    )
  );
}

function savings({ evidence: { cost }, reference }: RoutingConfig, t: Translate): string {
  const { policyPerCallUSD, referencePerCallUSD, savingsRatio, profilingUSD } = cost;
  const gain = savingsRatio === undefined ? undefined : comparisonWords(savingsRatio, t);
  const [then, now] = [usd(policyPerCallUSD), usd(referencePerCallUSD)];
  const perCall =
    gain === undefined
      ? t('A call costs {0} this way and {1} with {2} alone.', then, now, reference)
      : t('A call costs {0} this way and {1} with {2} alone: {3}.', then, now, reference, `${gain}${range(cost, t)}`);
  return `${perCall} ${t('Profiling took {0} worth of calls.', usd(profilingUSD))}`;
}

function range({ savingsRatioLow: low, savingsRatioHigh: high }: RoutingConfig['evidence']['cost'], t: Translate) {
  if (low === undefined || high === undefined) return '';
  return `; ${t('95 % interval of the ratio {0} to {1}', low.toPrecision(3), high.toPrecision(3))}`;
}

function evidence(
  { evidence: { models } }: RoutingConfig,
  t: Translate,
  [, , index]: readonly PropertyKey[],
): string | undefined {
  const model = models[Number(index)];
  if (!model) return undefined;
  const seen = t('{0} in {1}', deviationCount(model.deviations, t), itemCount(model.items, t));
  const cost = model.costPerCallUSD === undefined ? '' : `, ${t('{0} a call', usd(model.costPerCallUSD))}`;
  return `${model.id}: ${seen}${cost} (${model.status}).`;
}
