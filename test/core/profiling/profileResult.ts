import type { ModelReport, ProfileRequest, ProfileResult } from '../../../src/core/profiling/profile.ts';

export const profileRequest: ProfileRequest = {
  method: 'smart-mix',
  delta: 0.1,
  confidence: 0.95,
  scope: 'stream',
  reference: 'openai/large',
  models: ['openai/large', 'openai/small'],
  unpriced: [],
  rows: 2000,
  volume: 100_000,
  seed: 1,
};

export const referenceReport: ModelReport = {
  id: 'openai/large',
  items: 300,
  deviations: 0,
  missing: 0,
  deviationInterval: { lower: 0, upper: 0 },
  costPerCallUSD: 0.0021,
  accuracy: undefined,
  status: 'reference',
};

export const smallReport: ModelReport = {
  id: 'openai/small',
  items: 300,
  deviations: 12,
  missing: 0,
  deviationInterval: { lower: 0.0208, upper: 0.0688 },
  costPerCallUSD: 0.0003,
  accuracy: undefined,
  status: 'satisfies',
};

/** A profile that recommends the small model alone, with these changes. */
export function profileResult(changes: Partial<ProfileResult> = {}): ProfileResult {
  return {
    request: profileRequest,
    recommendation: { kind: 'single', stages: [{ model: 'openai/small', share: 1 }] },
    guarantee: {
      delta: 0.1,
      confidence: 0.95,
      deviationUpperBound: 0.0688,
      deviations: 12,
      items: 300,
      scope: 'stream',
      method: 'smart-mix',
      basis: 'paper',
    },
    referencePerCallUSD: 0.0021,
    policyPerCallUSD: 0.0003,
    profilingUSD: 0.72,
    savings: { ratio: 7, interval: { lower: 6.5, upper: 7.5 } },
    models: [referenceReport, smallReport],
    equivalence: { name: 'label', reason: 'asked for' },
    items: 300,
    stopped: 'decided',
    disagreements: [],
    warnings: [],
    ...changes,
  };
}
