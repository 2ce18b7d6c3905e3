import assert from 'node:assert/strict';
import { profileJson } from '../../src/cli/profileJson.ts';
import type { ProfileResult } from '../../src/core/profiling/profile.ts';
import { profileResult, referenceReport, smallReport } from '../core/profiling/profileResult.ts';

/** What a program that reads the output sees. */
function parsed(changes: Partial<ProfileResult> = {}, configFile?: string): Record<string, unknown> {
  return JSON.parse(JSON.stringify(profileJson(profileResult(changes), { configFile }))) as Record<string, unknown>;
}

const missing = { code: 'missing-answers', model: 'a', missing: 3, asked: 9, lastFailure: undefined } as const;

describe('profileJson', () => {
  it('has the fields that benchmarks and CI read', () => {
    assert.deepEqual(parsed({ warnings: [missing] }, 'p/triage.cascade.json'), {
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
      cost: {
        referencePerCallUSD: 0.0021,
        policyPerCallUSD: 0.0003,
        profilingUSD: 0.72,
        savingsRatio: 7,
        savingsRatioLow: 6.5,
        savingsRatioHigh: 7.5,
      },
      models: [
        {
          id: 'openai/large',
          items: 300,
          deviations: 0,
          deviationUpperBound: 0,
          deviationLowerBound: 0,
          costPerCallUSD: 0.0021,
          accuracy: null,
          missing: 0,
          status: 'reference',
        },
        {
          id: 'openai/small',
          items: 300,
          deviations: 12,
          deviationUpperBound: 0.0688,
          deviationLowerBound: 0.0208,
          costPerCallUSD: 0.0003,
          accuracy: null,
          missing: 0,
          status: 'satisfies',
        },
      ],
      knows: [],
      configFile: 'p/triage.cascade.json',
      reference: 'openai/large',
      equivalence: { name: 'label', reason: 'asked for' },
      items: 300,
      rows: 2000,
      volume: 100_000,
      seed: 1,
      stopped: 'decided',
      calibration: null,
      referenceSelfDeviation: null,
      comparison: null,
      student: null,
      warnings: ['a: 3 of 9 answers are missing (failed calls); the promise speaks only of inputs that get an answer.'],
    });
  });

  it('passes on the comparison and what the reference makes of itself', () => {
    const comparison = [
      {
        method: 'smart-mix',
        recommendation: profileResult().recommendation,
        savingsRatio: 2,
        policyPerCallUSD: 0.001,
        deviationUpperBound: 0.1,
        items: 200,
      },
    ] as const;
    const referenceSelfDeviation = { items: 20, deviations: 1 };
    const found = parsed({ comparison, referenceSelfDeviation });
    assert.deepEqual([found['comparison'], found['referenceSelfDeviation']], [comparison, referenceSelfDeviation]);
  });

  it('says null, never 0, of what is not known', () => {
    const unknown = { ...smallReport, costPerCallUSD: undefined, accuracy: undefined };
    const { models, cost, configFile } = parsed({ models: [unknown], savings: { ratio: 2, interval: undefined } });
    const [model] = models as Record<string, unknown>[];
    assert.deepEqual([model!['costPerCallUSD'], model!['accuracy'], configFile], [null, null, null]);
    const { savingsRatio, savingsRatioLow, savingsRatioHigh } = cost as Record<string, unknown>;
    assert.deepEqual([savingsRatio, savingsRatioLow, savingsRatioHigh], [2, null, null]);
  });

  it('says how well P(IK) tells agreement, without the classifiers', () => {
    const classifier = { bits: 1, bias: 0, scale: 1, weights: 'AAAA' };
    const knows = [
      { model: 'openai/small', items: 200, areaUnderROC: 0.61, classifier },
      { model: 'openai/tiny', items: 0, areaUnderROC: undefined, classifier },
    ];
    assert.deepEqual(parsed({ knows })['knows'], [
      { model: 'openai/small', items: 200, areaUnderROC: 0.61 },
      { model: 'openai/tiny', items: 0, areaUnderROC: null },
    ]);
  });

  it('says 0 of what is known to be 0', () => {
    const { models } = parsed({ models: [{ ...smallReport, costPerCallUSD: 0, accuracy: 0 }] });
    const [model] = models as Record<string, unknown>[];
    assert.deepEqual([model!['costPerCallUSD'], model!['accuracy']], [0, 0]);
  });

  it('says null of a ratio without end', () => {
    const { cost } = parsed({ savings: { ratio: Number.POSITIVE_INFINITY, interval: undefined } });
    assert.equal((cost as Record<string, unknown>)['savingsRatio'], null);
  });

  it('has the same fields whatever is known, so that every reader finds them', () => {
    const bare = { ...smallReport, costPerCallUSD: undefined };
    const full = { ...referenceReport, accuracy: 0.9 };
    const keysOf = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([key, inner]) => [key, keysOf(inner)])
        : Array.isArray(value)
          ? value.map(keysOf)
          : undefined;
    assert.deepEqual(
      keysOf(parsed({ models: [bare], savings: { ratio: 1, interval: undefined } })),
      keysOf(parsed({ models: [full] }, 'x')),
    );
  });

  it('gives the same text for the same result', () => {
    const text = () => JSON.stringify(profileJson(profileResult(), { configFile: 'x' }));
    assert.equal(text(), text());
  });
});
