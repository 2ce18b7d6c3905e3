import type { ModelId } from './chatModel.ts';
import type { PriceGap } from './priceGap.ts';
import type { TokenUsage } from './usage.ts';

/** What a call can use at most. */
export interface CallBound {
  /** No tokenizer makes more of the conversation: see `tokenUpperBound`. */
  readonly inputTokens: number;
  /** Reasoning included. */
  readonly maxOutputTokens: number;
  /** Length of the longest attempt in seconds. */
  readonly maxSeconds: number;
}

/** `notional`: made up, for the embedded sample models; whoever shows it says so. */
export type PriceSource = 'genai-prices' | 'override' | 'notional';

/**
 * What one model costs. The rates are for people: those of a short, uncached call. Money is counted by the two functions, since
 * a rate may depend on the length of the single call.
 */
export interface Price {
  readonly source: PriceSource;
  /** The entry of the price list that was used. */
  readonly matchedModel: string;
  /** Whether that entry is of this model and not of one whose name merely begins alike. */
  readonly exactMatch: boolean;
  /** The day whose prices these are, `YYYY-MM-DD`. */
  readonly pricesOn: string;
  readonly inputUSDPer1M: number;
  readonly outputUSDPer1M: number;
  /** Absent: cached input costs as much as any. */
  readonly cachedInputUSDPer1M?: number;
  /** Absent: writing to the cache costs as much as any input. */
  readonly cacheWriteUSDPer1M?: number;
  /** Rent of one's own hardware per second of a call, on top of tokens. Absent: none. */
  readonly USDPerSecond?: number;
  /** Part of the full price that a batch call costs; undefined: unknown. */
  readonly batchMultiplier: number | undefined;
  /**
   * Cost of one call in USD; never of summed usage, since rates may rise with a call's length. A cost that the provider itself
   * reported is taken as it is, unless the price is the user's own.
   * @param seconds how long the call took.
   * @throws RangeError for a batch call where `batchMultiplier` is undefined and for negative seconds; negative counts throw too.
   */
  costUSD(usage: TokenUsage, seconds: number): number;
  /**
   * By these rates no call within the bound costs more, whatever the cache does (writing to it may cost more than plain input).
   * Only a provider that reports a charge above its own list can exceed it.
   */
  worstCaseUSD(bound: CallBound): number;
}

export type PriceLookup =
  | { readonly known: true; readonly price: Price /** What a person should check. */; readonly warning?: string }
  | { readonly known: false; readonly gap: PriceGap };

export type PricedUse = 'chat' | 'embeddings';

/** Prices of one day. An unknown price stays unknown: no caller may read it as 0. */
export interface PriceBook {
  readonly pricesOn: string;
  /** @param use default: chat, which needs the prices of input and output; embeddings have no output. */
  lookup(id: ModelId, use?: PricedUse): PriceLookup;
}
