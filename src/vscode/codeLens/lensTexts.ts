import { usd } from '../../core/amounts.ts';
import type { Translate } from '../../core/translate.ts';
import type { PromptFacts } from '../../engine/analysis/analysisProtocol.ts';
import type { ConfigCheck } from '../../engine/checkConfigs.ts';
import { ageWords, asPromised, policyCostWords, savingWords, staleWords } from '../config/configWords.ts';

/** What is known of the prompt that the lenses stand above. */
export interface LensSubject {
  /** undefined: not looked at yet. */
  readonly facts: PromptFacts | undefined;
  /** Of the whole file; shown until there are facts. */
  readonly roughTokens: number;
  readonly check: ConfigCheck | undefined;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** `≈ 412 tokens · gpt-x $0.0021 a call`: what the prompt costs now. */
export function costWords({ facts, roughTokens, check }: LensSubject, t: Translate): string {
  if (!facts) return sizeWords(roughTokens, t);
  const { tokens, model, inputUSD } = facts;
  if (tokens === undefined) return t('this prompt cannot be read: see its problems');
  const size = sizeWords(tokens, t);
  if (model === undefined) return `${size} · ${t('no model named')}`;
  const measured = measuredUSD(model, check);
  const name = model.slice(model.indexOf('/') + 1);
  if (measured !== undefined) return `${size} · ${name} ${t('{0} a call', usd(measured))}`;
  if (inputUSD === undefined) return `${size} · ${name}: ${t('price unknown')}`;
  return `${size} · ${name} ${t('from {0} a call', usd(inputUSD))}`;
}

function sizeWords(tokens: number, t: Translate): string {
  return t('≈ {0} tokens', tokens.toLocaleString('en-US'));
}

/** `certified 86 % cheaper · $0.0003 a call · profiled 3 days ago`: what its config promises, or first that it is stale; undefined without a config. */
export function configWords({ check, today }: LensSubject, t: Translate): string | undefined {
  if (!check) return undefined;
  const { config, stale } = check;
  if (!config) return t('routing config {0}', staleWords(check, t));
  const gains = [savingWords(config, t), policyCostWords(config, t)].filter((words) => words !== undefined).join(' · ');
  const promise = asPromised(gains, config, t);
  return stale ? `⚠ ${staleWords(check, t)} · ${promise}` : `${promise} · ${ageWords(config, today, t)}`;
}

/** The mean cost of a model's calls when the prompt as it is was profiled, answers included. */
function measuredUSD(model: string, check: ConfigCheck | undefined): number | undefined {
  if (!check?.config || check.findings.some(({ code }) => code === 'prompt-changed')) return undefined;
  return check.config.evidence.models.find(({ id }) => id === model)?.costPerCallUSD;
}
