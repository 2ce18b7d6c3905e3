import { deviationBound, looksAt } from '../../src/core/profiling/certified/population.ts';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import { routingConfigFor } from './routingConfigFor.ts';

const plain = routingConfigFor();
const population = { scope: 'stream', delta: 0.05 } as const;
const counts = { items: 200, deviations: 3 };
const [look] = looksAt(population, [counts.items], 0.05, [1]);

/** A cascade that keeps an answer by its label, with a certificate that holds. */
export const certifiedConfig: RoutingConfig = routingConfigFor({
  kind: 'cascade',
  stages: [
    {
      model: 'openai/small',
      parameters: {},
      share: 0.7,
      accept: { score: { atLeast: 2, bias: 0, weights: { certainty: 1, 'label:spam': -1, 'label:ham': 0 } } },
    },
    { model: 'openai/big', parameters: {}, share: 0.3 },
  ],
  guarantee: {
    ...plain.guarantee,
    ...counts,
    method: 'certified',
    basis: 'exact test',
    deviationUpperBound: Number(deviationBound(population, counts, 0.05, 40).toPrecision(9)),
    certificate: {
      test: 'binomial',
      alpha: 0.05,
      looks: [{ items: counts.items, mostDeviations: look?.mostDeviations ?? -1, alphaShare: 1 }],
      look: 0,
      warmUpItems: 60,
      waysWeighed: 3,
      paths: ['openai/small(certainty)'],
    },
  },
  evidence: { ...plain.evidence, referenceSelfDeviation: { items: 20, deviations: 1 } },
});
