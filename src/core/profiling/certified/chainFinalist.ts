import type { Policy } from '../../policies/cascade.ts';
import type { SheetRow } from './answerSheet.ts';
import type { Chain } from './chain.ts';
import {
  acceptRuleOf,
  answeredBy,
  type ChainFit,
  CrossScores,
  comparedBy,
  FittedScores,
  fitChain,
} from './chainScores.ts';
import { costCurve, expectedCostWithin, furthestWithin, lowerHull } from './costCurve.ts';
import type { Finalist, Terms } from './finalist.ts';
import {
  before,
  comparePoints,
  firstDeviation,
  meanCostAt,
  PATH_END,
  type PathPoint,
  type RowPath,
  rowPaths,
  thresholdAt,
  tiesAreSplit,
} from './keepPath.ts';
import { walkPolicy } from './policyWalk.ts';
import { allowedAmong, deviationBound, type LookPlan } from './population.ts';
import type { Prospect } from './prospect.ts';
import type { SignalTable } from './signalTable.ts';

/** The path is followed to three times the deviation rate that can be certified, and three deviations of the warm-up beyond. */
const REACH = 3;

export function chainFinalist(prospect: Prospect, chain: Chain, { alpha, looks }: LookPlan, terms: Terms): Finalist {
  const { reading, signals, warmUp, population, spending } = terms;
  const learnedOn = comparedBy(warmUp, chain);
  const fit = fitChain(chain, learnedOn, signals);
  const scores = new FittedScores(chain, fit, signals);
  const end = pathEnd(
    chain,
    learnedOn,
    signals,
    Math.max(...looks.map(({ size, mostDeviations }) => mostDeviations / size)),
  );
  const pathsOf = (rows: readonly SheetRow[], referenceCostOf: (row: SheetRow) => number): RowPath[] =>
    rowPaths(chain, rows, scores.of(rows), referenceCostOf);
  const mayKeep = (row: SheetRow): boolean => {
    if (answeredBy([row], chain).length === 0) return false;
    const [path] = pathsOf([row], () => 0);
    const first = path?.events[0];
    return first !== undefined && !before(end, first);
  };
  const isUsable = (row: SheetRow): boolean =>
    answeredBy([row], chain).length > 0 && (comparedBy([row], chain).length > 0 || !mayKeep(row));
  const self: Finalist = {
    prospect,
    alpha,
    looks,
    mayKeep,
    isUsable,
    certify(look, rows, referenceCostOf) {
      const seen = rows.filter(isUsable).slice(0, looks[look]?.size);
      const level = alpha * (spending[look] ?? 0);
      const mostDeviations = allowedAmong(seen.length, looks[look], { population, level });
      for (const point of certifiablePoints(
        pathsOf(seen, () => 0),
        mostDeviations,
        end,
      )) {
        const policy = chainPolicy(chain, fit, point, terms.reference);
        const deviations = seen.filter((row) => walkPolicy(policy, row, reading).deviates).length;
        if (deviations > mostDeviations) continue;
        const counts = { items: seen.length, deviations };
        return {
          finalist: self,
          policy,
          look,
          ...counts,
          deviationUpperBound: deviationBound(population, counts, level, terms.totalRows),
          costUSD: meanCostAt(pathsOf(answeredBy([...warmUp, ...rows], chain), referenceCostOf), point),
        };
      }
      return undefined;
    },
    expectedCostUSD(look, rows, referenceCostOf) {
      const { size = 1, mostDeviations = -1 } = looks[look] ?? {};
      const curve = costCurve(pathsOf(rows.filter(isUsable), referenceCostOf), 1);
      return expectedCostWithin(lowerHull(curve), Math.max(0, (mostDeviations + 0.5) / size));
    },
  };
  return self;
}

function pathEnd(chain: Chain, learnedOn: readonly SheetRow[], signals: SignalTable, rate: number): PathPoint {
  const paths = rowPaths(chain, learnedOn, new CrossScores(signals).of(chain, learnedOn), () => 0);
  return furthestWithin(costCurve(paths, 1), REACH * (Math.max(0, rate) + 1 / Math.max(1, learnedOn.length)));
}

/**
 * The furthest points of the path, furthest first, before more rows than allowed have deviated. Fixed-sequence testing: the sets of rows that have
 * deviated by a point are nested, so walking on until the first failure needs no correction. Points after the first are for the rare case
 * that a rounded threshold falls on the other side of a score.
 */
function certifiablePoints(paths: readonly RowPath[], mostDeviations: number, end: PathPoint): PathPoint[] {
  if (mostDeviations < 0) return [];
  const deviations = paths.flatMap((path) => firstDeviation(path) ?? []).sort(comparePoints);
  const limit = deviations[mostDeviations];
  if (!limit && end === PATH_END) return [PATH_END, EVERY_SCORE];
  const stop = limit && before(limit, end) ? limit : end;
  const kept = paths
    .flatMap(({ events }) => events)
    .filter((event) => (stop === limit ? before(event, stop) : !before(stop, event)));
  // All that ties with a row may be kept with it, unless what ends the walk is among them.
  return kept
    .sort(comparePoints)
    .slice(-POINTS_TRIED)
    .reverse()
    .map((event) => (event.depth < stop.depth ? { depth: event.depth, chance: 1 } : event));
}

const POINTS_TRIED = 3;
/** Keeps whatever can be kept: unusable answers still go on to the reference. */
const EVERY_SCORE: PathPoint = { depth: 1e6, chance: 1 };

function chainPolicy(chain: Chain, fit: ChainFit, point: PathPoint, reference: string): Policy {
  const last = chain.stages.length - 1;
  if (point === PATH_END) {
    const kept = chain.stages.findIndex(({ signals }) => signals !== undefined);
    if (kept === last && chain.skipsBelow !== undefined) return chainPolicy(chain, fit, EVERY_SCORE, reference);
    // Everything is kept where it first can be, so nobody else need be asked.
    return { kind: 'single', stages: [{ model: chain.stages[kept]?.model ?? reference }] };
  }
  return {
    kind: 'cascade',
    stages: [
      ...chain.stages.map(({ model, signals }, stage) => {
        const stageFit = fit[stage];
        if (!signals || !stageFit) return { model };
        const tieShare = tiesAreSplit(chain, stage) && point.chance < 1 ? justAbove(point.chance) : undefined;
        const atLeast = thresholdAt(chain, stage, point.depth);
        const knows = stage === last ? chain.skipsBelow : undefined;
        return { model, accept: acceptRuleOf(signals, stageFit, { atLeast, tieShare, knows }) };
      }),
      { model: reference },
    ],
  };
}

/** Chances have 53 bits below 1, so the next one is at most this far. */
function justAbove(chance: number): number {
  return Math.min(1, chance + 2 ** -53);
}
