import { ROUTING_CONFIG_SCHEMA, type RoutingConfig } from '../../../src/core/routing/routingConfig.ts';

/** Nothing in it but what the format requires. */
export const smallConfig: RoutingConfig = {
  version: 1,
  dataset: { file: 'items.jsonl', sha256: 'b'.repeat(64), rows: 120 },
  reference: 'large',
  guarantee: {
    delta: 0.1,
    confidence: 0.95,
    deviationUpperBound: 0,
    deviations: 0,
    items: 100,
    scope: 'batch',
    method: 'smart',
    basis: 'paper',
  },
  kind: 'reference',
  stages: [{ model: 'large', parameters: {}, share: 1 }],
  seed: 1,
  evidence: {
    profiledOn: '2026-11-22',
    items: 100,
    equivalence: { name: 'exact', reason: 'asked for' },
    models: [{ id: 'large', items: 100, deviations: 0, missing: 0, status: 'reference' }],
    cost: { referencePerCallUSD: 0, policyPerCallUSD: 0, profilingUSD: 0 },
  },
  validity: { pricesOn: '2026-11-22' },
};

/** Everything that the format knows. */
export const fullConfig: RoutingConfig = {
  $schema: ROUTING_CONFIG_SCHEMA,
  version: 1,
  prompt: { file: 'triage.prompty', sha256: 'a'.repeat(64) },
  dataset: { file: '../data/tickets.csv', sha256: '0123456789abcdef'.repeat(4), rows: 2000 },
  reference: 'openai/large',
  guarantee: {
    delta: 0.1,
    confidence: 0.95,
    deviationUpperBound: 0.0991234567,
    deviations: 41,
    items: 600,
    scope: 'stream',
    method: 'smart-mix',
    basis: 'paper',
  },
  kind: 'mix',
  stages: [
    { model: 'openai/small', parameters: { temperature: 0, stop: ['\n'], responseFormat: 'json' }, share: 0.625 },
    { model: 'compatible:box/tiny:1b', parameters: { temperature: 0 }, share: 0.375 },
  ],
  student: { file: 'triage.student.json', delta: 0.02, confidence: 0.95, aim: 0.01 },
  seed: 7,
  evidence: {
    profiledOn: '2026-11-22',
    items: 300,
    equivalence: { name: 'label', reason: 'the 300 gold answers are 6 labels: é, "b", c', labels: ['é', 'b'] },
    models: [
      {
        id: 'openai/small',
        items: 300,
        deviations: 12,
        missing: 1,
        costPerCallUSD: 2.1e-7,
        accuracy: 0.91,
        status: 'satisfies',
        price: { inputUSDPer1M: 0.15, outputUSDPer1M: 0.6, source: 'genai-prices' },
      },
      { id: 'openai/odd', items: 0, deviations: 0, missing: 0, status: 'unpriced' },
    ],
    cost: {
      referencePerCallUSD: 0.0021,
      policyPerCallUSD: 0.0003,
      profilingUSD: 0.72,
      savingsRatio: 7,
      savingsRatioLow: 6.5,
      savingsRatioHigh: 7.5,
    },
    student: {
      items: 5000,
      keptShare: 0.4,
      lateKeptShare: 0.6,
      deviationShare: 0.011,
      costShare: 0.61,
    },
  },
  validity: { pricesOn: '2026-11-22', modelRetires: '2027-06-01' },
};

export type JsonObject = { [key: string]: Json };
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A copy as JSON has it, to be damaged. */
export function jsonOf(config: RoutingConfig): JsonObject {
  return JSON.parse(JSON.stringify(config)) as JsonObject;
}

/** Every place in a value as a path: its own keys, those of its objects and of the first element of its lists. */
export function placesIn(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? Object.entries(value).slice(0, 1) : Object.entries(value);
  return entries.flatMap(([key, inner]) => [[...path, key], ...placesIn(inner, [...path, key])]);
}

/** A copy with another value at the place; undefined takes it away. */
export function changedAt(value: Json, [key, ...rest]: readonly string[], replacement: Json | undefined): Json {
  if (key === undefined) return value;
  if (Array.isArray(value) && rest.length === 0 && replacement === undefined) return value.toSpliced(Number(key), 1);
  const copy = structuredClone(value) as JsonObject;
  if (rest.length > 0) copy[key] = changedAt(copy[key] as Json, rest, replacement);
  else if (replacement === undefined) delete copy[key];
  else copy[key] = replacement;
  return copy;
}
