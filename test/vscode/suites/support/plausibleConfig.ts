import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ROUTING_CONFIG_SCHEMA } from '../../../../src/core/routing/routingConfig.ts';

const prices = {
  'sample/large': { inputUSDPer1M: 2.5, outputUSDPer1M: 10, source: 'sample' },
  'sample/nano': { inputUSDPer1M: 0.1, outputUSDPer1M: 0.4, source: 'sample' },
};

/** The text of a routing config as profiling would write it: valid today, if nothing is changed. */
export function plausibleConfig({
  prompt,
  data,
  model = 'sample/nano',
  reference = 'sample/large',
  change = {},
}: {
  readonly prompt: string;
  readonly data: string;
  readonly model?: string;
  readonly reference?: string;
  /** Put over the config's own fields. */
  readonly change?: object;
}): string {
  const priceOf = (id: string): object => ({ price: prices[id as keyof typeof prices] ?? prices['sample/large'] });
  const config = {
    $schema: ROUTING_CONFIG_SCHEMA,
    version: 1,
    prompt: { file: basename(prompt), sha256: hashOf(prompt) },
    dataset: { file: basename(data), sha256: hashOf(data), rows: 100 },
    reference,
    guarantee: {
      delta: 0.1,
      confidence: 0.95,
      deviationUpperBound: 0.08,
      deviations: 3,
      items: 100,
      scope: 'stream',
      method: 'smart-mix',
      basis: 'paper',
    },
    kind: 'single',
    stages: [{ model, parameters: {}, share: 1 }],
    seed: 1,
    evidence: {
      profiledOn: '2026-11-19',
      items: 100,
      equivalence: { name: 'label', reason: 'the answers are labels' },
      models: [
        {
          id: reference,
          items: 100,
          deviations: 0,
          missing: 0,
          costPerCallUSD: 0.0012,
          status: 'reference',
          ...priceOf(reference),
        },
        {
          id: model,
          items: 100,
          deviations: 3,
          missing: 0,
          costPerCallUSD: 0.00012,
          status: 'accepted',
          ...priceOf(model),
        },
      ],
      cost: {
        referencePerCallUSD: 0.0012,
        policyPerCallUSD: 0.00012,
        profilingUSD: 0.1,
        savingsRatio: 10,
        savingsRatioLow: 9,
        savingsRatioHigh: 11,
      },
    },
    validity: { pricesOn: '2026-11-19' },
    ...change,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

function hashOf(file: string): string {
  return createHash('sha256')
    .update(existsSync(file) ? readFileSync(file) : '')
    .digest('hex');
}
