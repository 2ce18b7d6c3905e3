import type { Anthropic } from '@anthropic-ai/sdk';
import type { OpenAI } from 'openai';
import { InputError } from '../core/errors.ts';
import type { ChatModel, ModelId } from '../core/models/chatModel.ts';
import type { EmbeddingModel } from '../core/models/embeddingModel.ts';
import { MissingKeyError } from '../core/models/keyVariables.ts';
import { type ModelProvider, type ModelReference, parseModelId } from '../core/models/modelId.ts';
import { compatibleBaseURL, knownServers } from './compatibleServers.ts';
import { checkedBaseURL, isLoopback } from './endpoint.ts';
import { defaultTimeoutMs, type ProviderOptions } from './providerOptions.ts';

export interface ModelSettings {
  /** The account's API key; undefined or empty: there is none. */
  keyOf(account: string): string | undefined | Promise<string | undefined>;
  /** Where the account's API lives; undefined: the usual place. */
  baseURLOf(account: string): string | undefined;
  /** Longest wait for one attempt, body included. Default: two minutes. */
  readonly timeoutMs?: number;
  /** The caller's own client of an account; no key is needed then, and the client's address and time limit hold. */
  clientOf?(account: string): SDKClient | undefined;
}

export type SDKClient = OpenAI | Anthropic;

/** A provider whose models cannot be made from a key and an address alone. */
export class ProviderUnavailableError extends InputError {
  readonly provider: ModelProvider;

  constructor(
    id: ModelId,
    provider: ModelProvider,
    why = `${provider} models come with the embedded sample, which is not part of this run`,
  ) {
    super(`${id} cannot be used here: ${why}.`);
    this.provider = provider;
  }
}

interface Maker {
  baseURL(account: string, configured: string | undefined): string;
  /** @param client of this provider's SDK */
  make(options: ProviderOptions, client: SDKClient | undefined): Promise<ChatModel>;
}

/** A provider's code is loaded by who uses it. */
const makers: Partial<Record<ModelProvider, Maker>> = {
  openai: {
    baseURL: (_, configured) => configured ?? 'https://api.openai.com/v1',
    make: async (options, client) => {
      const { openaiModel } = await import('./openai.ts');
      return openaiModel({ ...options, outputLimitField: 'max_completion_tokens', ...givenClient<OpenAI>(client) });
    },
  },
  anthropic: {
    baseURL: (_, configured) => configured ?? 'https://api.anthropic.com',
    make: async (options, client) => {
      const { anthropicModel } = await import('./anthropic.ts');
      return anthropicModel({ ...options, ...givenClient<Anthropic>(client) });
    },
  },
  compatible: {
    baseURL: compatibleBaseURL,
    make: async (options, client) => {
      const { compatibleModel } = await import('./compatible.ts');
      return compatibleModel({ ...options, ...givenClient<OpenAI>(client) });
    },
  },
};

/**
 * Makes the client of one model. Sends nothing.
 * @throws ModelIdError, MissingKeyError (servers on this machine need no key), EndpointError, ProviderUnavailableError.
 */
export async function createModel(named: ModelId, settings: ModelSettings): Promise<ChatModel> {
  const reference = parseModelId(named);
  const maker = makers[reference.provider];
  if (!maker) throw new ProviderUnavailableError(reference.id, reference.provider);
  const client = settings.clientOf?.(reference.account);
  return maker.make(await optionsOf(reference, settings, client), client);
}

const NO_EMBEDDINGS =
  'there are no embeddings of it; name a model of OpenAI (openai/text-embedding-3-small) or of a server that speaks its protocol (compatible:SERVER/MODEL)';

/**
 * Makes the client of an embeddings model. Sends nothing.
 * @throws what `createModel` throws, ProviderUnavailableError also for a provider without embeddings.
 */
export async function createEmbeddingModel(named: ModelId, settings: ModelSettings): Promise<EmbeddingModel> {
  const reference = parseModelId(named);
  const { id, provider, account } = reference;
  if (provider === 'sample') throw new ProviderUnavailableError(id, provider);
  if (provider === 'anthropic') throw new ProviderUnavailableError(id, provider, NO_EMBEDDINGS);
  const client = settings.clientOf?.(account);
  const options = await optionsOf(reference, settings, client);
  const reportsCost = knownServers.get(account)?.reportsCost;
  const { openaiEmbeddings } = await import('./openaiEmbeddings.ts');
  return openaiEmbeddings({ ...options, ...(reportsCost ? { reportsCost } : {}), ...givenClient<OpenAI>(client) });
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

/** Which SDK a client is of follows from the account it was given for. */
function givenClient<T extends SDKClient>(client: SDKClient | undefined): { readonly client?: T } {
  return client === undefined ? {} : { client: client as T };
}

/** What a client is made of; of one's own client, its address and time limit. */
async function optionsOf(
  reference: ModelReference,
  settings: ModelSettings,
  client: SDKClient | undefined,
): Promise<ProviderOptions> {
  const { id, account, model } = reference;
  if (client) return { id, account, model, apiKey: undefined, baseURL: client.baseURL, timeoutMs: client.timeout };
  const baseURL = modelEndpoint(id, (name) => settings.baseURLOf(name));
  const apiKey = (await settings.keyOf(account))?.trim() || undefined;
  if (apiKey === undefined && !isLoopback(baseURL)) throw new MissingKeyError(account);
  return { id, model, account, apiKey, baseURL, timeoutMs: settings.timeoutMs ?? defaultTimeoutMs };
}
