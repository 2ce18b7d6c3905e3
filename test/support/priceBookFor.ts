import type { Price, PriceBook } from '../../src/core/models/price.ts';

type Rates = Pick<Price, 'inputUSDPer1M' | 'outputUSDPer1M'> & Partial<Pick<Price, 'source'>>;

/** A price book of just these models; all others are unknown. */
export function priceBookFor(models: Readonly<Record<string, Rates>>, pricesOn = '2026-11-22'): PriceBook {
  return {
    pricesOn,
    lookup(id) {
      const rates = models[id];
      if (!rates) return { known: false, gap: { model: id, because: 'in no list' } };
      const price: Price = {
        source: 'genai-prices',
        matchedModel: id,
        exactMatch: true,
        pricesOn,
        batchMultiplier: undefined,
        costUSD: () => 0,
        worstCaseUSD: () => 0,
        ...rates,
      };
      return { known: true, price };
    },
  };
}
