import { samplePrices } from '../../providers/sample/samplePrices.ts';
import { openPriceBook, priceModels } from '../priceModels.ts';

/** Ids of the models that the price list knows of the providers with a client of their own, and of the embedded ones. */
export async function listModels(today: string): Promise<readonly string[]> {
  const { findProvider } = await import('@pydantic/genai-prices');
  const listed = ['openai', 'anthropic'].flatMap((providerId) =>
    (findProvider({ providerId })?.models ?? []).map(({ id }) => `${providerId}/${id}`),
  );
  const { prices } = priceModels(await openPriceBook(undefined, today), listed);
  // What gives no text (embeddings, moderation) has no price for output.
  const chat = [...prices].filter(([, { outputUSDPer1M }]) => outputUSDPer1M > 0).map(([id]) => id);
  return [...samplePrices.map(({ model }) => model), ...chat.sort()];
}
