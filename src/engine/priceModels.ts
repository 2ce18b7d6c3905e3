import { readFile } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';
import type { ModelId } from '../core/models/chatModel.ts';
import type { Price, PriceBook } from '../core/models/price.ts';
import { type PriceGap, priceGapWords } from '../core/models/priceGap.ts';
import { PriceOverrideError, type PriceOverrides, readPriceOverrides } from '../core/models/priceOverrides.ts';
import { loadPriceBook } from '../core/models/prices.ts';
import { english } from '../core/translate.ts';
import { sampleEmbeddingPrice, samplePrices } from '../providers/sample/samplePrices.ts';

/** Without the reference's price no savings can be stated and no cap kept. */
export class UnknownPriceError extends InputError {
  readonly model: ModelId;

  constructor(model: ModelId, gap: PriceGap) {
    super(
      `${priceGapWords(gap, english)} ${model} is needed for every item, so nothing can be sent without it: pass --prices FILE with ` +
        `{"models": {"${model}": {"inputUSDPer1M": .., "outputUSDPer1M": ..}}} (0 is fine for a model that costs nothing).`,
    );
    this.model = model;
  }
}

export interface PricedIds {
  readonly prices: ReadonlyMap<ModelId, Price>;
  readonly unpriced: readonly ModelId[];
  readonly warnings: readonly string[];
}

/** Rejects with PriceFileMissingError or PriceOverrideError for a price file that cannot be read or is broken. */
export async function openPriceBook(pricesFile: string | undefined, today: string): Promise<PriceBook> {
  return priceBookOf(pricesFile === undefined ? undefined : await readOverrides(pricesFile), today);
}

/** The price list of a day, with the user's own prices and the notional ones of the embedded models. */
export function priceBookOf(overrides: PriceOverrides | undefined, today: string): Promise<PriceBook> {
  const notional: PriceOverrides = new Map(
    [...samplePrices, sampleEmbeddingPrice].map(({ model, inputUSDPerMillion, outputUSDPerMillion }) => [
      model,
      { inputUSDPer1M: inputUSDPerMillion, outputUSDPer1M: outputUSDPerMillion },
    ]),
  );
  return loadPriceBook({ pricesOn: today, notional, ...(overrides && { overrides }) });
}

/** Looks up every model's price once. Unknown ones are set apart and said. */
export function priceModels(book: PriceBook, ids: readonly ModelId[]): PricedIds {
  const prices = new Map<ModelId, Price>();
  const unpriced: ModelId[] = [];
  const warnings: string[] = [];
  for (const id of ids) {
    const lookup = book.lookup(id);
    if (lookup.known) {
      prices.set(id, lookup.price);
      if (lookup.warning) warnings.push(lookup.warning);
      if (lookup.price.USDPerSecond)
        warnings.push(`${id} is paid by the second; estimates take a call to last one second.`);
    } else {
      unpriced.push(id);
      warnings.push(`${priceGapWords(lookup.gap, english)} It is left out until then.`);
    }
  }
  return { prices, unpriced, warnings };
}

async function readOverrides(file: string): Promise<PriceOverrides> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new PriceFileMissingError(file, error);
  }
  const { overrides, findings } = readPriceOverrides(text);
  if (!overrides) throw new PriceOverrideError(file, findings);
  return overrides;
}

export class PriceFileMissingError extends InputError {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(`The price file ${file} cannot be read; check its path.`, { cause });
    this.file = file;
  }
}
