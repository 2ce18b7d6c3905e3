import assert from 'node:assert/strict';
import type { RoutingConfig } from '../../../src/core/routing/routingConfig.ts';
import { certificateSteps } from '../../../src/engine/verify/certificateSteps.ts';
import { certifiedConfig } from '../../support/certifiedConfig.ts';

type Guarantee = RoutingConfig['guarantee'];
type Certificate = NonNullable<Guarantee['certificate']>;
const certificate = certifiedConfig.guarantee.certificate as Certificate;

/** What differs when the config says something else. */
function differing(
  changes: { guarantee?: Partial<Guarantee>; certificate?: Partial<Certificate>; config?: Partial<RoutingConfig> } = {},
): readonly string[] {
  const changed = { ...certificate, ...changes.certificate };
  const guarantee = { ...certifiedConfig.guarantee, ...changes.guarantee, certificate: changed };
  const steps = certificateSteps({ ...certifiedConfig, ...changes.config, guarantee }, changed);
  return steps.filter(({ holds }) => !holds).map(({ says }) => says);
}

describe('certificateSteps', () => {
  it('hold for a certificate as it was made', () => assert.deepEqual(differing(), []));

  const lies: readonly (readonly [string, Parameters<typeof differing>[0], RegExp])[] = [
    ['fewer deviations than the bound is from', { guarantee: { deviations: 2 } }, /bound on the deviating share/],
    ['more deviations than allowed', { guarantee: { deviations: 9 } }, /^9 deviations in 200 items/],
    ['a bound that is too good', { guarantee: { deviationUpperBound: 0.02 } }, /the config says 0\.02$/],
    ['an error level beyond the confidence', { certificate: { alpha: 0.2 } }, /^the error level 0\.2 /],
    [
      'a boundary that is too generous',
      { certificate: { looks: [{ items: 200, mostDeviations: 20, alphaShare: 1 }] } },
      /^the planned looks allow 4 in 200/,
    ],
    ['the test of another scope', { certificate: { test: 'hypergeometric' } }, /^the test is binomial/],
    [
      'a look that came short of items, with more deviations than so few allow',
      { guarantee: { deviations: 5 }, certificate: { looks: [{ items: 300, mostDeviations: 8, alphaShare: 1 }] } },
      /^5 deviations in 200 items at look 1 are within the 4 allowed among so many \(300 were planned\)/,
    ],
  ];
  for (const [name, changes, says] of lies) {
    it(`find ${name}`, () => {
      const found = differing(changes);
      assert.ok(
        found.some((text) => says.test(text)),
        found.join('\n'),
      );
    });
  }

  it('count the rows of a finite dataset', () => {
    const batch = {
      config: { dataset: { ...certifiedConfig.dataset, rows: 1000 } },
      guarantee: { scope: 'batch' },
      certificate: { test: 'hypergeometric', population: 940, limit: 50 },
    } as const;
    assert.equal(
      differing(batch).some((text) => text.includes('rows left')),
      false,
    );
    const other = { ...batch, certificate: { ...batch.certificate, population: 990 } };
    assert.match(differing(other).join('\n'), /990 rows left of 1000 after 60 for choosing/);
  });

  const mixed = (share: number): Parameters<typeof differing>[0] => ({
    config: {
      kind: 'mix',
      stages: [
        { model: 'openai/small', parameters: {}, share },
        { model: 'openai/big', parameters: {}, share: 1 - share },
      ],
    },
    guarantee: { deviations: 10, items: 200 },
    certificate: { looks: [{ items: 200, mostDeviations: 200, alphaShare: 1 }] },
  });
  it('hold for a share that what was seen allows, and find one beyond', () => {
    // Clopper-Pearson: at most 8.3335 % deviate, so 59.999 % may be sent for a delta of 5 %.
    const found = [0.5, 0.5999, 0.6001, 0.9].map((share) =>
      differing(mixed(share)).some((text) => text.includes('may go to the cheaper model')),
    );
    assert.deepEqual(found, [false, false, true, true]);
  });
});
