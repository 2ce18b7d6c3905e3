import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';

/** A config as a profile writes one; the parts given replace whole sections. */
export function routingConfigFor(parts: Partial<RoutingConfig> = {}): RoutingConfig {
  return {
    $schema: 'downtier://schemas/routing-config-1.json',
    version: 1,
    prompt: { file: 'sort.prompty', sha256: '0'.repeat(64) },
    dataset: { file: 'rows.csv', sha256: '1'.repeat(64), rows: 40 },
    reference: 'openai/big',
    guarantee: {
      delta: 0.05,
      confidence: 0.95,
      deviationUpperBound: 0.04,
      deviations: 3,
      items: 200,
      scope: 'stream',
      method: 'smart-mix',
      basis: 'paper',
    },
    kind: 'single',
    stages: [{ model: 'openai/small', parameters: {}, share: 1 }],
    seed: 1,
    evidence: {
      profiledOn: '2026-11-20',
      items: 200,
      equivalence: { name: 'label', reason: 'three labels' },
      models: [
        evidenceFor('openai/big', { inputUSDPer1M: 10, outputUSDPer1M: 40, costPerCallUSD: 0.01 }),
        evidenceFor('openai/small', { inputUSDPer1M: 1, outputUSDPer1M: 4, costPerCallUSD: 0.001 }),
      ],
      cost: {
        referencePerCallUSD: 0.01,
        policyPerCallUSD: 0.001,
        profilingUSD: 2,
        savingsRatio: 10,
        savingsRatioLow: 8,
        savingsRatioHigh: 12,
      },
    },
    validity: { pricesOn: '2026-11-20' },
    ...parts,
  };
}

/** What a config says of one model. */
export function evidenceFor(
  id: string,
  facts: {
    readonly inputUSDPer1M: number;
    readonly outputUSDPer1M: number;
    readonly costPerCallUSD: number;
    readonly source?: string;
  },
): RoutingConfig['evidence']['models'][number] {
  const { inputUSDPer1M, outputUSDPer1M, costPerCallUSD, source = 'genai-prices' } = facts;
  return {
    id,
    items: 200,
    deviations: 3,
    missing: 0,
    costPerCallUSD,
    status: 'satisfies',
    price: { inputUSDPer1M, outputUSDPer1M, source },
  };
}
