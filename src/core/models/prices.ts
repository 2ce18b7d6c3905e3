import type { ModelInfo, ModelPrice, Provider, TieredPrices, Usage } from '@pydantic/genai-prices';
import type { ModelId } from './chatModel.ts';
import { canonicalId, ModelIdError, type ModelReference, parseModelId } from './modelId.ts';
import type { CallBound, Price, PriceBook, PricedUse, PriceLookup, PriceSource } from './price.ts';
import type { PriceOverride, PriceOverrides } from './priceOverrides.ts';
import type { TokenUsage } from './usage.ts';

type PriceList = typeof import('@pydantic/genai-prices');

export interface PriceBookOptions {
  /** `YYYY-MM-DD`. All prices are those of this day, so that the same recording costs the same on every run. */
  readonly pricesOn: string;
  /** The user's own prices; they win over the list. */
  readonly overrides?: PriceOverrides;
  /** Prices made up for models that nobody sells (the embedded sample). */
  readonly notional?: PriceOverrides;
}

/** Loads the price list that ships with genai-prices (half a megabyte, hence on demand). Nothing is fetched. */
export async function loadPriceBook(options: PriceBookOptions): Promise<PriceBook> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(options.pricesOn) || Number.isNaN(Date.parse(options.pricesOn)))
    throw new RangeError(`pricesOn must be a date like 2026-11-22, got ${options.pricesOn}`);
  const list = await import('@pydantic/genai-prices');
  const known = new Map<string, PriceLookup>();
  return {
    pricesOn: options.pricesOn,
    lookup(id, use = 'chat') {
      const key = `${use} ${id}`;
      const lookup = known.get(key) ?? findPrice(canonicalId(id), { list, use, options });
      known.set(key, lookup);
      return lookup;
    },
  };
}

interface PriceQuestion {
  readonly list: PriceList;
  readonly use: PricedUse;
  readonly options: PriceBookOptions;
}

function findPrice(id: ModelId, question: PriceQuestion): PriceLookup {
  const { list, options } = question;
  const own = options.overrides?.get(id);
  if (own) return { known: true, price: ownPrice(id, own, 'override', list, options.pricesOn) };
  const notional = options.notional?.get(id);
  if (notional) return { known: true, price: ownPrice(id, notional, 'notional', list, options.pricesOn) };
  try {
    return listedPrice(parseModelId(id), question);
  } catch (error) {
    if (error instanceof ModelIdError) return { known: false, gap: { model: id, because: 'in no list' } };
    throw error;
  }
}

function ownPrice(id: ModelId, own: PriceOverride, source: PriceSource, list: PriceList, pricesOn: string): Price {
  const rates: ModelPrice = { input_mtok: own.inputUSDPer1M ?? 0, output_mtok: own.outputUSDPer1M ?? 0 };
  if (own.cachedInputUSDPer1M !== undefined) rates['cache_read_mtok'] = own.cachedInputUSDPer1M;
  if (own.cacheWriteUSDPer1M !== undefined) rates['cache_write_mtok'] = own.cacheWriteUSDPer1M;
  const entry = { source, matchedModel: id, exactMatch: true, pricesOn };
  return createPrice(list, { ...entry, rates, USDPerSecond: own.USDPerSecond, batchMultiplier: batchMultiplier(id) });
}

function listedPrice({ id, account, model }: ModelReference, { list, use, options }: PriceQuestion): PriceLookup {
  const { pricesOn } = options;
  const gap = { model: id, account };
  const provider = list.findProvider({ providerId: account });
  // findProvider also matches by parts of the name; a server called `my-openai` is not OpenAI.
  if (provider?.id !== account) return { known: false, gap: { ...gap, because: 'no list of the account' } };
  const dearest = dearestOfDay(list, model, provider, pricesOn);
  if (!dearest) return { known: false, gap: { ...gap, because: 'not in its list' } };
  const listed = textRates(dearest.rates);
  const rates = use === 'embeddings' ? { ...listed, output_mtok: 0 } : listed;
  if (rates['input_mtok'] === undefined || rates['output_mtok'] === undefined)
    return { known: false, gap: { ...gap, because: 'no token rates' } };

  const exactMatch = isSameModel(model, dearest.model);
  const price = createPrice(list, {
    source: 'genai-prices',
    matchedModel: dearest.model.id,
    exactMatch,
    pricesOn,
    rates,
    USDPerSecond: undefined,
    batchMultiplier: batchMultiplier(id),
  });
  const warnings = [
    exactMatch ? '' : `The price of ${id} is that of ${dearest.model.id}, whose name begins alike; check it.`,
    dearest.varies ? `The price of ${id} changes with the hour; the dearest of the day is counted.` : '',
  ];
  const warning = warnings.filter((text) => text !== '').join(' ');
  return warning === '' ? { known: true, price } : { known: true, price, warning };
}

/** Own multipliers, since the price list has no batch prices. Both providers publish half price for every class of tokens. */
function batchMultiplier(id: ModelId): number | undefined {
  return /^(openai|anthropic)\//.test(id) ? 0.5 : undefined;
}

interface DearestRates {
  readonly model: ModelInfo;
  readonly rates: ModelPrice;
  /** Some hours of the day are cheaper. */
  readonly varies: boolean;
}

/** Some providers charge by the hour of the day; a bound must hold at every hour, and a result must not depend on when it was made. */
function dearestOfDay(list: PriceList, model: string, provider: Provider, day: string): DearestRates | undefined {
  const halfHours = Array.from({ length: 48 }, (_, index) => new Date(Date.parse(day) + index * 30 * 60_000));
  const million = { input_tokens: 1e6, output_tokens: 1e6 };
  let dearest: { readonly model: ModelInfo; readonly rates: ModelPrice; readonly total: number } | undefined;
  let varies = false;
  for (const timestamp of halfHours) {
    const found = list.calcPrice(million, model, { providerId: provider.id, timestamp });
    if (!found) return undefined;
    if (!Array.isArray(found.model.prices)) return { model: found.model, rates: found.model_price, varies: false };
    varies ||= dearest !== undefined && dearest.total !== found.total_price;
    if (!dearest || dearest.total < found.total_price)
      dearest = { model: found.model, rates: found.model_price, total: found.total_price };
  }
  return dearest && { model: dearest.model, rates: dearest.rates, varies };
}

const textRateKeys = [
  'input_mtok',
  'cache_read_mtok',
  'cache_write_mtok',
  'cache_write_1h_mtok',
  'output_mtok',
  'output_reasoning_mtok',
  'requests_kcount',
] as const;

/** Rates that a text call can meet: without audio, images, searches. */
function textRates(rates: ModelPrice): ModelPrice {
  return Object.fromEntries(textRateKeys.filter((key) => rates[key] !== undefined).map((key) => [key, rates[key]]));
}

/** Equal, named by the list as an alias, or either of these with a release date (or `-latest`) at the end. */
function isSameModel(name: string, model: ModelInfo): boolean {
  const named = [model.id, ...equalNames(model.match)].map((text) => text.toLowerCase());
  const wanted = name.toLowerCase();
  return named.includes(wanted) || named.map(withoutDate).includes(withoutDate(wanted));
}

function withoutDate(name: string): string {
  return name.replace(/([-@](\d{4}-\d{2}-\d{2}|\d{8}|\d{4})|-latest)$/, '');
}

function equalNames(match: ModelInfo['match']): readonly string[] {
  if ('equals' in match) return [match.equals];
  return 'or' in match ? match.or.flatMap(equalNames) : [];
}

interface PriceFacts extends Pick<Price, 'source' | 'matchedModel' | 'exactMatch' | 'pricesOn' | 'batchMultiplier'> {
  readonly rates: ModelPrice;
  readonly USDPerSecond: number | undefined;
}

function createPrice(list: PriceList, facts: PriceFacts): Price {
  const { rates, USDPerSecond, ...shown } = facts;
  // A list of this one model, so that pricing a call searches nothing.
  const model: ModelInfo = { id: 'model', match: { equals: 'model' }, prices: rates };
  const provider: Provider = { id: 'provider', name: 'provider', api_pattern: '', models: [model] };
  const display = (key: string) => rateAt(rates[key], 0);
  return {
    ...shown,
    inputUSDPer1M: display('input_mtok') ?? 0,
    outputUSDPer1M: display('output_mtok') ?? 0,
    ...present('cachedInputUSDPer1M', display('cache_read_mtok')),
    ...present('cacheWriteUSDPer1M', display('cache_write_mtok')),
    ...present('USDPerSecond', USDPerSecond),
    costUSD(usage, seconds) {
      if (!(seconds >= 0)) throw new RangeError(`seconds must not be negative, got ${seconds}`);
      if (usage.reportedUSD !== undefined && facts.source === 'genai-prices') return usage.reportedUSD;
      const multiplier = usage.batch ? facts.batchMultiplier : 1;
      if (multiplier === undefined)
        throw new RangeError(`a batch call to ${facts.matchedModel} cannot be priced: its batch rate is unknown`);
      const tokens = list.calcPrice(genaiUsage(usage), 'model', { provider });
      if (!tokens) throw new RangeError(`a price list of one model lost ${facts.matchedModel}`);
      return tokens.total_price * multiplier + (USDPerSecond ?? 0) * seconds;
    },
    worstCaseUSD: (bound) => worstCaseUSD(rates, bound) + (USDPerSecond ?? 0) * bound.maxSeconds,
  };
}

function present<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

/** genai-prices wants inclusive totals with their parts beside them. */
function genaiUsage(usage: TokenUsage): Usage {
  const hourWrites = usage.cacheWriteHourTokens ?? 0;
  const writes = usage.cacheWriteTokens + hourWrites;
  return {
    input_tokens: usage.inputTokens + usage.cachedInputTokens + writes,
    cache_read_tokens: usage.cachedInputTokens,
    cache_write_tokens: writes,
    cache_write_1h_tokens: hourWrites,
    output_tokens: usage.outputTokens + usage.reasoningTokens,
    output_reasoning_tokens: usage.reasoningTokens,
  };
}

/** Every input token in the dearest class, every output token in the dearest class, at the dearest tier the length can reach. */
function worstCaseUSD(rates: ModelPrice, { inputTokens, maxOutputTokens }: CallBound): number {
  const dearest = (keys: readonly string[]) =>
    Math.max(...keys.map((key) => rateAt(rates[key], inputTokens) ?? 0)) / 1e6;
  const input = dearest(['input_mtok', 'cache_read_mtok', 'cache_write_mtok', 'cache_write_1h_mtok']);
  const output = dearest(['output_mtok', 'output_reasoning_mtok']);
  const request = (rateAt(rates['requests_kcount'], inputTokens) ?? 0) / 1000;
  return inputTokens * input + maxOutputTokens * output + request;
}

/** The highest rate that any call of up to `inputTokens` can meet; tiers are entered by the length of the input. */
function rateAt(rate: number | TieredPrices | undefined, inputTokens: number): number | undefined {
  if (typeof rate !== 'object') return rate;
  const reached = rate.tiers.filter(({ start }) => start < inputTokens).map(({ price }) => price);
  return Math.max(rate.base, ...reached);
}
