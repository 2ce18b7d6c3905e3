import type { ModelId } from '../core/models/chatModel.ts';
import { canonicalId } from '../core/models/modelId.ts';
import type { PriceOverride } from '../core/models/priceOverrides.ts';
import { environmentKeys } from '../node/environmentKeys.ts';
import { createEmbeddingModel, createModel, type SDKClient } from '../providers/createModel.ts';
import type { Cascade } from './cascade.ts';
import type { PromptInputs } from './inputValues.ts';
import { type OpenCascadeOptions, openCascade } from './openCascade.ts';

export interface LoadCascadeOptions extends OpenCascadeOptions {
  /** Clients of one's own, by account: `openai`, `anthropic`, or a compatible server's name. The others are made on first use. */
  readonly clients?: Readonly<Record<string, SDKClient>>;
  /** API keys by account. Default: `OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `<SERVER>_API_KEY`. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Base URLs by account. Default: `<ACCOUNT>_BASE_URL`, or the usual address. */
  readonly baseURLs?: Readonly<Record<string, string>>;
  /** Prices of one's own by model id. Default: the list of genai-prices. */
  readonly prices?: Readonly<Record<ModelId, PriceOverride>>;
}

/**
 * Loads a routing config and the prompt beside it, ready to run. Sends nothing.
 *
 * Rejects with an error that says what to mend: RoutingConfigError, PromptFileError, PromptChangedError, MissingKeyError, EndpointError.
 */
export async function loadCascade<Inputs extends PromptInputs = PromptInputs>(
  file: string,
  options: LoadCascadeOptions = {},
): Promise<Cascade<Inputs>> {
  const { clients = {}, keys = {}, baseURLs = {}, prices = {} } = options;
  const environment = environmentKeys(process.env);
  const settings = {
    keyOf: (account: string) => keys[account] ?? environment.keyOf(account),
    baseURLOf: (account: string) => baseURLs[account] ?? environment.baseURLOf(account),
    clientOf: (account: string) => clients[account],
  };
  const { loadPriceBook } = await import('../core/models/prices.ts');
  const book = await loadPriceBook({
    pricesOn: new Date().toISOString().slice(0, 10),
    overrides: new Map(Object.entries(prices).map(([id, price]) => [canonicalId(id), price])),
  });
  return openCascade(file, options, {
    prices: book,
    modelOf: (id) => createModel(id, settings),
    embeddingModelOf: (id) => createEmbeddingModel(id, settings),
  });
}
