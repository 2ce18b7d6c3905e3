import type { PriceBook } from '../models/price.ts';
import type { RoutingConfig } from './routingConfig.ts';

type Evidence = RoutingConfig['evidence']['models'][number];

/** How far apart two amounts may be and still count as the same: they are written with nine digits. */
const SAME = 1e-6;

/**
 * The config with the costs of today's prices, where these follow exactly from what it says: each model's input and output price have changed by the same
 * factor (otherwise the mix of tokens, which a config does not hold, would matter), all stages by one factor, and nothing but calls is in the savings (stream scope).
 * The promise does not depend on prices and stays. Which models were chosen is not thought over again: only a new profile does that.
 * Undefined where only a new profile can tell.
 */
export function repriceConfig(config: RoutingConfig, book: PriceBook): RoutingConfig | undefined {
  const { evidence, stages, reference, guarantee } = config;
  const { cost } = evidence;
  const factors = new Map(evidence.models.map((model) => [model.id, priceFactor(model, book)] as const));
  const [stageFactor, ...otherStages] = stages.map(({ model }) => factors.get(model));
  const referenceFactor = factors.get(reference);
  // What embeddings add to a call, and at which price, it does not say.
  if (config.embeddings) return undefined;
  if (guarantee.scope !== 'stream' || [...factors.values()].includes(undefined)) return undefined;
  if (stageFactor === undefined || referenceFactor === undefined) return undefined;
  if (otherStages.some((factor) => factor === undefined || !same(factor, stageFactor))) return undefined;
  const gain = referenceFactor / stageFactor;
  if (!Number.isFinite(gain)) return undefined;
  return {
    ...config,
    evidence: {
      ...evidence,
      models: evidence.models.map((model) => withPrice(model, factors.get(model.id) ?? 1, book)),
      cost: {
        ...cost,
        referencePerCallUSD: short(cost.referencePerCallUSD * referenceFactor),
        policyPerCallUSD: short(cost.policyPerCallUSD * stageFactor),
        ...times('savingsRatio', cost.savingsRatio, gain),
        ...times('savingsRatioLow', cost.savingsRatioLow, gain),
        ...times('savingsRatioHigh', cost.savingsRatioHigh, gain),
      },
    },
    validity: { ...config.validity, pricesOn: book.pricesOn },
  };
}

/** Today's price over the one that was used; undefined where it is not known or depends on the tokens. */
function priceFactor({ id, price }: Evidence, book: PriceBook): number | undefined {
  if (!price) return 1; // never priced, so no cost rests on it
  const lookup = book.lookup(id);
  if (!lookup.known) return undefined;
  if (price.source === 'override' && lookup.price.source !== 'override') return undefined;
  const before = [price.inputUSDPer1M, price.outputUSDPer1M];
  const now = [lookup.price.inputUSDPer1M, lookup.price.outputUSDPer1M];
  const factors = before.flatMap((old, index) => (old === 0 && now[index] === 0 ? [] : [(now[index] ?? 0) / old]));
  const [first = 1, second = first] = factors;
  return Number.isFinite(first) && same(first, second) ? first : undefined;
}

function withPrice(model: Evidence, factor: number, book: PriceBook): Evidence {
  const lookup = book.lookup(model.id);
  if (!model.price || !lookup.known) return model;
  const { inputUSDPer1M, outputUSDPer1M, source } = lookup.price;
  return {
    ...model,
    ...times('costPerCallUSD', model.costPerCallUSD, factor),
    price: { inputUSDPer1M, outputUSDPer1M, source },
  };
}

function times<K extends string>(key: K, value: number | undefined, factor: number): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: short(value * factor) } as Record<K, number>);
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}

/** As many digits as a config holds. */
function short(value: number): number {
  return Number(value.toPrecision(9));
}
