import type { ChatModel } from '../core/models/chatModel.ts';
import { knownServers } from './compatibleServers.ts';
import { type OpenAIOptions, openaiModel } from './openai.ts';
import type { ProviderOptions } from './providerOptions.ts';

/** A model of any server that speaks OpenAI's chat completions protocol. */
export function compatibleModel(options: ProviderOptions & Pick<OpenAIOptions, 'client'>): ChatModel {
  const { reportsCost, extraBody } = knownServers.get(options.account) ?? {};
  return openaiModel({
    ...options,
    outputLimitField: 'max_tokens',
    ...(reportsCost ? { reportsCost } : {}),
    ...(extraBody ? { extraBody } : {}),
  });
}
