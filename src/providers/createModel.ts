import { InputError } from '../core/errors.ts';
import type { ChatModel, ModelId } from '../core/models/chatModel.ts';
import { MissingKeyError } from '../core/models/keyVariables.ts';
import { type ModelProvider, type ModelReference, parseModelId } from '../core/models/modelId.ts';
import { anthropicModel } from './anthropic.ts';
import { compatibleBaseURL, compatibleModel } from './compatible.ts';
import { checkedBaseURL, isLoopback } from './endpoint.ts';
import { openaiModel } from './openai.ts';
import { defaultTimeoutMs, type ProviderOptions } from './providerOptions.ts';

export interface ModelSettings {
  /** The account's API key; undefined or empty: there is none. */
  keyOf(account: string): string | undefined | Promise<string | undefined>;
  /** Where the account's API lives; undefined: the usual place. */
  baseURLOf(account: string): string | undefined;
  /** Longest wait for one attempt, body included. Default: two minutes. */
  readonly timeoutMs?: number;
}

/** A provider whose models cannot be made from a key and an address alone. */
export class ProviderUnavailableError extends InputError {
  readonly provider: ModelProvider;

  constructor(id: ModelId, provider: ModelProvider) {
    super(
      `${id} cannot be used here: ${provider} models come with the embedded sample, which is not part of this run.`,
    );
    this.provider = provider;
  }
}

interface Maker {
  baseURL(account: string, configured: string | undefined): string;
  make(options: ProviderOptions): ChatModel;
}

const makers: Partial<Record<ModelProvider, Maker>> = {
  openai: {
    baseURL: (_, configured) => configured ?? 'https://api.openai.com/v1',
    make: (options) => openaiModel({ ...options, outputLimitField: 'max_completion_tokens' }),
  },
  anthropic: { baseURL: (_, configured) => configured ?? 'https://api.anthropic.com', make: anthropicModel },
  compatible: { baseURL: compatibleBaseURL, make: compatibleModel },
};

/**
 * Makes the client of one model. Sends nothing.
 * @throws ModelIdError, MissingKeyError (servers on this machine need no key), EndpointError, ProviderUnavailableError.
 */
export async function createModel(id: ModelId, settings: ModelSettings): Promise<ChatModel> {
  const reference = parseModelId(id);
  const maker = makers[reference.provider];
  if (!maker) throw new ProviderUnavailableError(reference.id, reference.provider);
  return maker.make(await optionsOf(reference, settings));
}

/**
 * Where a model's calls would go.
 * @throws ModelIdError, EndpointError, ProviderUnavailableError
 */
export function modelEndpoint(id: ModelId, baseURLOf: ModelSettings['baseURLOf']): string {
  const { provider, account, id: canonical } = parseModelId(id);
  const maker = makers[provider];
  if (!maker) throw new ProviderUnavailableError(canonical, provider);
  return checkedBaseURL(account, maker.baseURL(account, baseURLOf(account)));
}

async function optionsOf(reference: ModelReference, settings: ModelSettings): Promise<ProviderOptions> {
  const { id, account, model } = reference;
  const baseURL = modelEndpoint(id, (name) => settings.baseURLOf(name));
  const apiKey = (await settings.keyOf(account))?.trim() || undefined;
  if (apiKey === undefined && !isLoopback(baseURL)) throw new MissingKeyError(account);
  return { id, model, account, apiKey, baseURL, timeoutMs: settings.timeoutMs ?? defaultTimeoutMs };
}
