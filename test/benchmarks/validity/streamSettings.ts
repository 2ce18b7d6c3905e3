import type { Random } from '../../../src/core/random.ts';
import { binomialPValue } from '../../../src/core/statistics/binomialTest.ts';
import { type Look, plannedLooks } from '../../../src/core/statistics/plannedLooks.ts';
import { everCertifies, everyItem, singleLook } from './looks.ts';
import type { ValiditySetting } from './measureValidity.ts';

const MODELS = 20;
const ITEMS = 1000;
const SIZES = [250, 400, 600, 900, 1300, 2000];
/** Policies on a threshold path, and the first of them whose rate is above delta. */
const PATH = { length: 20, firstFalse: 9 } as const;

/** The tests of stream scope by themselves, against models whose true rate is just above delta. */
export function streamSettings(delta: number, gamma: number): ValiditySetting[] {
  const alpha = 1 - gamma;
  const rate = delta * 1.0001;
  const everySize = Array.from({ length: ITEMS }, (_, item) => item + 1);
  const equalShares = (sizes: readonly number[]): number[] => sizes.map(() => 1 / sizes.length);
  const named = (name: string, certifiesFalsely: ValiditySetting['certifiesFalsely']): ValiditySetting => ({
    name: `stream, ${name}, delta ${delta}, gamma ${gamma}`,
    allowed: alpha,
    certifiesFalsely,
  });
  const looking = (name: string, models: number, looks: readonly Look[]): ValiditySetting =>
    named(name, (random) => anyOf(models, () => everCertifies(looks, () => random.uniform() < rate)));
  return [
    looking('one model', 1, singleLook(delta, ITEMS, alpha)),
    looking('20 models at once', MODELS, singleLook(delta, ITEMS, alpha / MODELS)),
    looking('a look after every item', 1, everyItem(delta, ITEMS, alpha)),
    looking('20 models, a look after every item', MODELS, everyItem(delta, ITEMS, alpha / MODELS)),
    looking('a planned look after every item', 1, plannedLooks(delta, everySize, alpha, equalShares(everySize))),
    looking('6 planned looks, O’Brien-Fleming', 1, plannedLooks(delta, SIZES, alpha, 'obrien-fleming')),
    looking('6 planned looks, equal shares', 1, plannedLooks(delta, SIZES, alpha, equalShares(SIZES))),
    looking('20 models, 6 planned looks', MODELS, plannedLooks(delta, SIZES, alpha / MODELS, 'obrien-fleming')),
    named('a threshold path', (random) => pathCertifiesFalsely(random, delta, alpha)),
    named('two threshold paths', (random) => anyOf(2, () => pathCertifiesFalsely(random, delta, alpha / 2))),
  ];
}

export function anyOf(count: number, happens: () => boolean): boolean {
  for (let turn = 0; turn < count; turn++) if (happens()) return true;
  return false;
}

/**
 * Policies from conservative to aggressive: what deviates under one deviates under all later ones. Tested in this order up to the first failure, so a
 * false certificate means that the first policy above delta, and all before it, passed.
 */
function pathCertifiesFalsely(random: Random, delta: number, alpha: number): boolean {
  const rates = Array.from(
    { length: PATH.length },
    (_, place) => (delta * 1.0001 * (place + 1)) / (PATH.firstFalse + 1),
  );
  const deviations = rates.map(() => 0);
  for (let item = 0; item < ITEMS; item++) {
    const place = random.uniform();
    for (const [policy, rate] of rates.entries()) if (place < rate) deviations[policy] = (deviations[policy] ?? 0) + 1;
  }
  const failing = deviations.findIndex((count) => binomialPValue(count, ITEMS, delta) > alpha);
  return failing < 0 || failing > PATH.firstFalse;
}
