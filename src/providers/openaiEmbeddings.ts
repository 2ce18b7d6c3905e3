import type { ModelId } from '../core/models/chatModel.ts';
import type { EmbeddingModel } from '../core/models/embeddingModel.ts';
import { callErrorFrom, malformed } from './callErrorFrom.ts';
import { connectToOpenAI, type OpenAIConnection } from './openaiClient.ts';
import { rateLimitFrom } from './rateLimitHeaders.ts';
import { estimatedUsage } from './usageFrom.ts';

/** A model behind `/v1/embeddings`: OpenAI's own, or any compatible server's. The SDK is loaded by the first call. */
export function openaiEmbeddings(options: OpenAIConnection): EmbeddingModel {
  const { id, model } = options;
  let loading: ReturnType<typeof connectToOpenAI> | undefined;
  return {
    id,
    async embed(text, signal) {
      signal.throwIfAborted();
      loading ??= connectToOpenAI(options, 'embeddings');
      const { client, sdk, readUsage } = await loading;
      const messages = [{ role: 'user', content: text }] as const;
      try {
        const { data, response } = await client.embeddings
          // Unasked, the client asks for base64, which not every server knows.
          .create({ model, input: text, encoding_format: 'float' }, { signal, maxRetries: 0 })
          .withResponse();
        const usage = readUsage(data) ?? (await estimatedUsage(messages, ''));
        return { answer: { vector: vectorOf(id, data), usage }, rateLimit: rateLimitFrom(response.headers) };
      } catch (error) {
        signal.throwIfAborted();
        throw callErrorFrom(error, sdk, { ...options, messages, wants: 'embeddings' });
      }
    },
  };
}

/** A server may send anything. @throws CallError */
function vectorOf(id: ModelId, body: unknown): Float32Array {
  const data = fieldOf(body, 'data');
  const numbers = fieldOf(Array.isArray(data) ? data[0] : undefined, 'embedding');
  if (!Array.isArray(numbers) || numbers.length === 0) throw malformed(id, 'there is no embedding in it');
  const vector = Float32Array.from(numbers, (value: unknown) => (typeof value === 'number' ? value : Number.NaN));
  if (!vector.every(Number.isFinite)) throw malformed(id, 'its embedding holds something that is no finite number');
  return vector;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
