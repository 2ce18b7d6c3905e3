import { basename } from 'node:path';
import { percent, plural, times, usd } from '../../core/amounts.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import { english } from '../../core/translate.ts';
import { comparisonWords } from '../../core/wording/comparisonWords.ts';
import { cascadeWords } from '../../core/wording/recommendationSentence.ts';

/** What a commit of a config says: the models, the savings, the guarantee. In English, like the config itself. @param file the config's path */
export function commitMessage(config: RoutingConfig, file: string): string {
  const subject = basename(config.prompt?.file ?? file);
  return `${headline(config, subject)}\n\n${wayAndCost(config)}\n${promise(config)}\n`;
}

function headline({ kind, stages, evidence, reference }: RoutingConfig, subject: string): string {
  if (kind === 'reference') return `Keep ${reference} for ${subject}`;
  const ratio = evidence.cost.savingsRatio;
  const gain = ratio === undefined ? undefined : comparisonWords(ratio, english);
  const models = stages.map(({ model }) => nameOf(model)).join(' and ');
  return `Route ${subject} to ${models}${gain === undefined ? '' : `: ${gain}`}`;
}

function wayAndCost({ kind, stages, reference, evidence: { cost } }: RoutingConfig): string {
  const { referencePerCallUSD, policyPerCallUSD, savingsRatioLow, savingsRatioHigh } = cost;
  if (kind === 'reference')
    return `Nothing cheaper than ${reference} (${usd(referencePerCallUSD)} a call) came close enough.`;
  const ways =
    kind === 'cascade'
      ? `${cascadeWords(stages, reference, english)}\n`
      : stages.map(({ model, share }) => (share === 1 ? model : `${percent(share)} ${model}`)).join(', ');
  const range = intervalOf(savingsRatioLow, savingsRatioHigh);
  return `${ways}${kind === 'cascade' ? 'That is ' : ': '}${usd(policyPerCallUSD)} a call instead of ${usd(referencePerCallUSD)} with ${reference}${range}.`;
}

/** Nothing where there is none, or none that two digits would show. */
function intervalOf(low: number | undefined, high: number | undefined): string {
  if (low === undefined || high === undefined || times(low) === times(high)) return '';
  return `\n(95 % interval of the savings: ${times(low)} to ${times(high)} times)`;
}

function promise({ guarantee, reference, evidence: { profiledOn } }: RoutingConfig): string {
  const { delta, confidence, method, scope, deviations, items } = guarantee;
  return (
    `At most ${percent(delta)} of answers differ from those of ${reference}, with ${percent(confidence)} confidence\n` +
    `(${method}, ${scope}; ${plural(deviations, 'deviation')} in ${plural(items, 'item')}; profiled on ${profiledOn}).`
  );
}

/** `openai/gpt-x` -> `gpt-x` */
function nameOf(model: string): string {
  return model.slice(model.indexOf('/') + 1);
}
