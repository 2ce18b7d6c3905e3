import type { ModelId } from '../../core/models/chatModel.ts';
import { canonicalId, resolvePromptModel } from '../../core/models/modelId.ts';
import type { PriceBook } from '../../core/models/price.ts';
import { roughTokens } from '../../core/models/roughTokens.ts';
import { loadTokenEstimator } from '../../core/models/tokenEstimate.ts';
import type { PromptTemplate } from '../../core/prompts/promptTemplate.ts';
import { readPrompt } from '../../core/prompts/readPrompt.ts';
import type { PromptFacts, PromptQuestion } from './analysisProtocol.ts';

/** What a chat model adds to a conversation of one message: see `estimateConversation`. */
const TOKENS_AROUND = 7;

export async function promptFacts(
  { file, text, otherwise, exact }: PromptQuestion,
  prices: () => Promise<PriceBook>,
): Promise<PromptFacts> {
  const { template, findings } = readPrompt(file, text);
  if (!template) return { tokens: undefined, exact, model: undefined, inputUSD: undefined, findings };
  const count = exact ? await loadTokenEstimator() : roughTokens;
  const tokens = count(template.fixedText) + TOKENS_AROUND;
  const model = modelOf(template, otherwise);
  const inputUSD = model === undefined ? undefined : inputCost(model, tokens, await prices());
  return { tokens, exact, model, inputUSD, findings };
}

function modelOf({ model }: PromptTemplate, otherwise: string | undefined): ModelId | undefined {
  const named = model === undefined ? undefined : resolvePromptModel(model);
  if (named?.known) return named.id;
  return otherwise === undefined || otherwise === '' ? undefined : canonicalId(otherwise);
}

function inputCost(model: ModelId, inputTokens: number, prices: PriceBook): number | undefined {
  const lookup = prices.lookup(model);
  if (!lookup.known) return undefined;
  const none = { outputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0, batch: false };
  return lookup.price.costUSD({ inputTokens, ...none }, 0);
}
