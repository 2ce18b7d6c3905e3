import type { Random } from '../../../src/core/random.ts';
import { type Look, plannedBatchLooks } from '../../../src/core/statistics/plannedLooks.ts';
import { everCertifies, everyDraw } from './looks.ts';
import type { ValiditySetting } from './measureValidity.ts';
import { anyOf } from './streamSettings.ts';

const MODELS = 20;
const POPULATION = 3000;
const DRAWN = 1000;
/** Of the looks after every draw: false certificates are most frequent when limit + 1 are left about here. */
const WORST_DRAW = 299;
const SIZES = [250, 400, 600, 900, 1200];
const PATH = { length: 20, firstFalse: 9 } as const;

/** The tests of batch scope by themselves. The worst case leaves limit + 1 deviations undrawn when as many were found as a certificate allows. */
export function batchSettings(delta: number, gamma: number): ValiditySetting[] {
  const alpha = 1 - gamma;
  const limit = Math.floor(delta * POPULATION);
  const batch = { population: POPULATION, limit };
  const named = (name: string, certifiesFalsely: ValiditySetting['certifiesFalsely']): ValiditySetting => ({
    name: `batch, ${name}, delta ${delta}, gamma ${gamma}`,
    allowed: alpha,
    certifiesFalsely,
  });
  /** `worst`: the look at whose boundary limit + 1 deviations are left. */
  const looking = (name: string, models: number, looks: readonly Look[], worst = looks.length - 1) => {
    const found = Math.max(0, looks[worst]?.mostDeviations ?? 0);
    return named(name, (random) =>
      anyOf(models, () => everCertifies(looks, urn(random, POPULATION, limit + 1 + found), found)),
    );
  };
  const planned = (level: number) => plannedBatchLooks(batch, SIZES, level, 'obrien-fleming');
  const shares = plannedBatchLooks(
    batch,
    SIZES,
    alpha,
    SIZES.map(() => 1 / SIZES.length),
  );
  return [
    looking('one model', 1, plannedBatchLooks(batch, [DRAWN], alpha, [1])),
    looking('20 models at once', MODELS, plannedBatchLooks(batch, [DRAWN], alpha / MODELS, [1])),
    looking('a look after every draw', 1, everyDraw(batch, DRAWN, alpha), WORST_DRAW),
    looking('20 models, a look after every draw', MODELS, everyDraw(batch, DRAWN, alpha / MODELS), WORST_DRAW),
    looking('5 planned looks, O’Brien-Fleming', 1, planned(alpha)),
    looking('5 planned looks, equal shares', 1, shares),
    looking('5 planned looks, equal shares, worst at the third', 1, shares, 2),
    looking('20 models, 5 planned looks', MODELS, planned(alpha / MODELS)),
    named('a threshold path', pathFailure(limit, alpha)),
  ];
}

/** Draws without replacement: is the next one marked? */
function urn(random: Random, population: number, marked: number): () => boolean {
  let left = population;
  let markedLeft = marked;
  return () => {
    const hit = random.uniform() * left < markedLeft;
    left--;
    if (hit) markedLeft--;
    return hit;
  };
}

/**
 * Policies from conservative to aggressive: what is marked under one is marked under all later ones. The first false one leaves limit + 1 undrawn
 * at the boundary; those before it have proportionally fewer.
 */
function pathFailure(limit: number, alpha: number): ValiditySetting['certifiesFalsely'] {
  const boundary = plannedBatchLooks({ population: POPULATION, limit }, [DRAWN], alpha, [1])[0]?.mostDeviations ?? -1;
  const totals = Array.from({ length: PATH.length }, (_, place) =>
    Math.round(((limit + 1 + boundary) * (place + 1)) / (PATH.firstFalse + 1)),
  );
  return (random) => {
    const found = totals.map(() => 0);
    // The marked items are numbered; policy p marks those below its total. Drawing one after another says which numbers were drawn.
    let left = POPULATION;
    let undrawn = DRAWN;
    for (let number = 0; number < (totals.at(-1) ?? 0); number++, left--) {
      if (random.uniform() * left >= undrawn) continue;
      undrawn--;
      for (const [policy, total] of totals.entries()) if (number < total) found[policy] = (found[policy] ?? 0) + 1;
    }
    const failing = found.findIndex((count) => count > boundary);
    const certified = failing < 0 ? PATH.length : failing;
    return totals.some((total, policy) => policy < certified && total - (found[policy] ?? 0) > limit);
  };
}
