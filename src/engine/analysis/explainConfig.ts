import { comparison, percent, plural, usd } from '../../core/amounts.ts';
import { rangeOfOffsets } from '../../core/findings.ts';
import { JsonPlaces } from '../../core/jsonPlaces.ts';
import { RoutingConfigError, readRoutingConfig } from '../../core/routing/readRoutingConfig.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import { wholePromise } from '../../core/routing/wholePromise.ts';
import { certificateSentence } from '../certificateSentence.ts';
import { keepWords, labelLimits } from '../keepWords.ts';
import { cascadeWords } from '../recommendationSentence.ts';
import type { ExplainQuestion, Explanation } from './analysisProtocol.ts';

/** What a place in a config means with the numbers that stand there; what a field means in general is said by the schema. */
export function explainConfig({ file, text, offset }: ExplainQuestion): Explanation | undefined {
  const config = readable(file, text);
  if (!config) return undefined;
  const places = new JsonPlaces(text);
  const path = places.pathAt(offset);
  if (!path) return undefined;
  const said = explanations.find(([pattern]) => pattern.test(path.join('.')))?.[1](config, path);
  return said === undefined
    ? undefined
    : { text: said, range: places.rangeOf(path) ?? rangeOfOffsets(text, offset, offset) };
}

function readable(file: string, text: string): RoutingConfig | undefined {
  try {
    return readRoutingConfig(file, text);
  } catch (error) {
    if (error instanceof RoutingConfigError) return undefined; // the diagnostics say what is wrong
    throw error;
  }
}

type Explain = (config: RoutingConfig, path: readonly PropertyKey[]) => string | undefined;

/** By the path of the field, keys joined by dots. */
const explanations: readonly (readonly [RegExp, Explain])[] = [
  [/^(guarantee(\.(delta|confidence))?)$/, promise],
  [/^guarantee\.(deviationUpperBound|deviations|items)$/, bound],
  [/^guarantee\.(method|basis)$/, basis],
  [/^student(\.(delta|confidence|file))?$/, student],
  [/^(kind|stages)$/, kind],
  [/^guarantee\.certificate(\.|$)/, certificate],
  [/^stages\.\d+(\.(model|share))?$/, stage],
  [/^stages\.\d+\.accept(\.|$)/, accept],
  [/^evidence\.referenceSelfDeviation(\.|$)/, selfDeviation],
  [/^evidence\.cost(\.|$)/, savings],
  [/^evidence\.models\.\d+\./, evidence],
];

function promise({ guarantee: { delta, confidence, scope }, reference, student: before }: RoutingConfig): string {
  const which = scope === 'batch' ? 'of this dataset' : 'to inputs like those of the dataset';
  return `At most ${percent(delta)} of the answers ${which} differ from those of ${reference}, with ${percent(confidence)} confidence.${before ? ' That is about the stages; what the student in front adds is said at "student".' : ''}`;
}

function student(config: RoutingConfig): string | undefined {
  if (!config.student) return undefined;
  const whole = wholePromise(config);
  return (
    `At most ${percent(config.student.delta)} of the inputs are answered unlike the stages would, with ${percent(config.student.confidence)} confidence at all times. ` +
    `With the promise of the stages: at most ${percent(whole.delta)} of answers differ from those of ${config.reference}, with ${percent(whole.confidence)} confidence.`
  );
}

function bound({ guarantee: { deviations, items, deviationUpperBound, delta } }: RoutingConfig): string {
  return (
    `The recommended models answered ${plural(deviations, 'item')} of ${plural(items, 'item')} differently. ` +
    `The method puts the deviating share at ${percent(deviationUpperBound)} at most; ${percent(delta)} is allowed.`
  );
}

function basis({ guarantee }: RoutingConfig): string {
  return guarantee.basis === 'paper'
    ? `${guarantee.method} as published: it looks at fixed-sample intervals again and again, so it fails more often than its confidence says.`
    : `${guarantee.method}, with a promise by an ${guarantee.basis} that holds as stated. \`downtier verify\` computes it again.`;
}

function certificate({ guarantee, kind: name }: RoutingConfig): string | undefined {
  return certificateSentence(guarantee, name);
}

function kind({ kind: name, stages, reference }: RoutingConfig): string {
  const [first, second] = stages;
  switch (name) {
    case 'reference':
      return `Every input goes to ${reference}: nothing cheaper was shown to be close enough.`;
    case 'single':
      return `Every input goes to ${first?.model}.`;
    case 'mix':
      return `Inputs are sent at random: ${percent(first?.share ?? 0)} to ${first?.model}, the rest to ${second?.model}.`;
    case 'cascade':
      return `${cascadeWords(stages, reference)}.`;
  }
}

function stage({ stages }: RoutingConfig, [, index]: readonly PropertyKey[]): string | undefined {
  const found = stages[Number(index)];
  return found && `${found.model} answers ${percent(found.share)} of the inputs.`;
}

function accept({ stages, reference }: RoutingConfig, [, index]: readonly PropertyKey[]): string | undefined {
  const found = stages[Number(index)];
  if (!found?.accept) return undefined;
  const kept = keepWords(found.accept, reference);
  const limits = labelLimits(found.accept);
  return (
    `The answer of ${found.model} is ${kept === undefined ? 'never kept' : `kept ${kept}`}${limits === '' ? '' : ` (${limits})`}; ` +
    `that is so for ${percent(found.share)} of the inputs. Other inputs go on to the next stage.`
  );
}

function selfDeviation({ evidence, reference }: RoutingConfig): string | undefined {
  const found = evidence.referenceSelfDeviation;
  return (
    found &&
    `Asked twice about ${plural(found.items, 'item')}, ${reference} differed from itself on ${found.deviations}. A delta below that rate cannot be met.`
  );
}

function savings({ evidence: { cost }, reference }: RoutingConfig): string {
  const { savingsRatio, savingsRatioLow, savingsRatioHigh } = cost;
  const ratio = savingsRatio === undefined ? undefined : comparison(savingsRatio);
  const range =
    savingsRatioLow === undefined || savingsRatioHigh === undefined
      ? ''
      : `; 95 % interval of the ratio ${savingsRatioLow.toPrecision(3)} to ${savingsRatioHigh.toPrecision(3)}`;
  return (
    `A call costs ${usd(cost.policyPerCallUSD)} this way and ${usd(cost.referencePerCallUSD)} with ${reference} alone` +
    `${ratio === undefined ? '' : `: ${ratio}${range}`}. Profiling took ${usd(cost.profilingUSD)} worth of calls.`
  );
}

function evidence({ evidence: { models } }: RoutingConfig, [, , index]: readonly PropertyKey[]): string | undefined {
  const model = models[Number(index)];
  if (!model) return undefined;
  const cost = model.costPerCallUSD === undefined ? '' : `, ${usd(model.costPerCallUSD)} a call`;
  return `${model.id}: ${plural(model.deviations, 'deviation')} in ${plural(model.items, 'item')}${cost} (${model.status}).`;
}
