import type { OpenAI } from 'openai';
import { InputError } from '../core/errors.ts';
import type { ModelId } from '../core/models/chatModel.ts';
import type { EmbeddingModel } from '../core/models/embeddingModel.ts';
import { parseModelId } from '../core/models/modelId.ts';
import { knownServers } from './compatibleServers.ts';
import { givenClient, type ModelSettings, optionsOf, ProviderUnavailableError } from './createModel.ts';
import { openaiEmbeddings } from './openaiEmbeddings.ts';

/** A provider without embeddings. */
export class NoEmbeddingsError extends InputError {
  constructor(id: ModelId) {
    super(
      `${id} gives no embeddings here. Name a model of OpenAI (openai/text-embedding-3-small) or of a server that speaks its protocol (compatible:SERVER/MODEL).`,
    );
  }
}

/**
 * Makes the client of an embeddings model. Sends nothing.
 * @throws NoEmbeddingsError, and what `createModel` throws.
 */
export async function createEmbeddingModel(named: ModelId, settings: ModelSettings): Promise<EmbeddingModel> {
  const reference = parseModelId(named);
  const { id, provider, account } = reference;
  if (provider === 'sample') throw new ProviderUnavailableError(id, provider);
  if (provider === 'anthropic') throw new NoEmbeddingsError(id);
  const client = settings.clientOf?.(account);
  const options = await optionsOf(reference, settings, client);
  const reportsCost = knownServers.get(account)?.reportsCost;
  return openaiEmbeddings({ ...options, ...(reportsCost ? { reportsCost } : {}), ...givenClient<OpenAI>(client) });
}
