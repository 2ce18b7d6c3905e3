import type { Policy } from '../../policies/cascade.ts';
import type { Look } from '../../statistics/plannedLooks.ts';
import type { SheetRow } from './answerSheet.ts';
import type { Chain } from './chain.ts';
import {
  acceptRuleOf,
  type ChainFit,
  CrossScores,
  FittedScores,
  fitChain,
  isAnsweredBy,
  isComparedBy,
} from './chainScores.ts';
import { costCurve, expectedCostWithin, furthestWithin, lowerHull } from './costCurve.ts';
import type { Finalist, Terms } from './finalist.ts';
import {
  before,
  firstKept,
  type KeepPath,
  keepPath,
  meanCostAt,
  PATH_END,
  type PathPoint,
  pointAt,
  pointOfDeviation,
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
  const isAnswered = isAnsweredBy(chain);
  const isCompared = isComparedBy(chain);
  const learnedOn = warmUp.filter(isCompared);
  const fit = fitChain(chain, learnedOn, signals);
  const scores = new FittedScores(chain, fit, signals);
  const end = pathEnd(chain, learnedOn, signals, looks);
  const pathOf = (rows: readonly SheetRow[], referenceCostOf: (row: SheetRow) => number): KeepPath =>
    keepPath(chain, rows, scores.of(rows), referenceCostOf);
  const mayKeep = (row: SheetRow): boolean => {
    if (!isAnswered(row)) return false;
    const first = firstKept(chain, row, (stage) => scores.at(stage, row));
    return first !== undefined && !before(end, first);
  };
  const isUsable = (row: SheetRow): boolean => isCompared(row) || (isAnswered(row) && !mayKeep(row));
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
        pathOf(seen, () => 0),
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
          costUSD: meanCostAt(pathOf([...warmUp, ...rows].filter(isAnswered), referenceCostOf), point),
        };
      }
      return undefined;
    },
    outlook(rows, referenceCostOf) {
      const hull = lowerHull(costCurve(pathOf(rows.filter(isUsable), referenceCostOf), 1));
      return (look) => {
        const { size = 1, mostDeviations = -1 } = looks[look] ?? {};
        return expectedCostWithin(hull, Math.max(0, (mostDeviations + 0.5) / size));
      };
    },
  };
  return self;
}

function pathEnd(
  chain: Chain,
  learnedOn: readonly SheetRow[],
  signals: SignalTable,
  looks: readonly Look[],
): PathPoint {
  const rate = Math.max(...looks.map(({ size, mostDeviations }) => mostDeviations / size));
  const path = keepPath(chain, learnedOn, new CrossScores(learnedOn, signals).of(chain), () => 0);
  return furthestWithin(path, costCurve(path, 1), REACH * (Math.max(0, rate) + 1 / Math.max(1, learnedOn.length)));
}

/**
 * The furthest points of the path, furthest first, before more rows than allowed have deviated. Fixed-sequence testing: the sets of rows that have
 * deviated by a point are nested, so walking on until the first failure needs no correction. Points after the first are for the rare case
 * that a rounded threshold falls on the other side of a score.
 */
function certifiablePoints(path: KeepPath, mostDeviations: number, end: PathPoint): PathPoint[] {
  if (mostDeviations < 0) return [];
  const limit = pointOfDeviation(path, mostDeviations + 1);
  if (!limit && end === PATH_END) return [PATH_END, EVERY_SCORE];
  const stop = limit && before(limit, end) ? limit : end;
  const isWithin = (point: PathPoint) => (stop === limit ? before(point, stop) : !before(stop, point));
  const points: PathPoint[] = [];
  for (let place = path.order.length - 1; place >= 0 && points.length < POINTS_TRIED; place--) {
    const point = pointAt(path, place);
    // All that ties with a row may be kept with it, unless what ends the walk is among them.
    if (isWithin(point)) points.push(point.depth < stop.depth ? { depth: point.depth, chance: 1 } : point);
  }
  return points;
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
