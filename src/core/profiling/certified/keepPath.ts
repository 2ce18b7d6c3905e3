import type { ModelId } from '../../models/chatModel.ts';
import { probabilityOf } from '../../statistics/ridgeLogistic.ts';
import type { SheetRow } from './answerSheet.ts';
import { askedOf, type Chain } from './chain.ts';
import type { StageScores } from './chainScores.ts';

/**
 * A place on a chain's path from keeping nothing to keeping everything: `depth` is minus the threshold on the last stage's score, and among rows exactly
 * there, those up to `chance` are kept. Ordered by depth, then chance.
 */
export interface PathPoint {
  readonly depth: number;
  readonly chance: number;
}

export const PATH_START: PathPoint = { depth: Number.NEGATIVE_INFINITY, chance: 0 };
export const PATH_END: PathPoint = { depth: Number.POSITIVE_INFINITY, chance: 1 };

/** From here on the path a row's answer comes from this stage. */
export interface KeepEvent extends PathPoint {
  readonly stage: number;
  /** Estimated probability that the kept answer deviates. */
  readonly risk: number;
  /** Whether it does; undefined where the reference was not asked. */
  readonly deviates: boolean | undefined;
  /** Cost of the models asked up to the stage. */
  readonly costUSD: number;
}

/** What becomes of one row along the path. Before the first event it goes to the reference. */
export interface RowPath {
  /** In the order of the path, at most one a stage, from later stages to earlier ones. */
  readonly events: readonly KeepEvent[];
  /** Cost of the chain's models, before the reference. */
  readonly chainCostUSD: number;
  readonly referenceCostUSD: number;
}

export function before(one: PathPoint, other: PathPoint): boolean {
  return one.depth < other.depth || (one.depth === other.depth && one.chance < other.chance);
}

export function comparePoints(one: PathPoint, other: PathPoint): number {
  return one.depth - other.depth || one.chance - other.chance;
}

/**
 * The threshold on a stage's score at a depth. The last stage keeps at risks up to sigma(depth); an early one up to `caution` times that.
 */
export function thresholdAt(chain: Chain, stage: number, depth: number): number {
  if (tiesAreSplit(chain, stage)) return -depth;
  const risk = chain.caution * probabilityOf(depth);
  return Math.log((1 - risk) / risk);
}

/** The mirror image of `thresholdAt`: the depth from which on an early stage keeps a score. */
function depthOf(chain: Chain, stage: number, score: number): number {
  if (tiesAreSplit(chain, stage)) return -score;
  const risk = probabilityOf(-score) / chain.caution;
  return risk >= 1 ? Number.POSITIVE_INFINITY : -Math.log((1 - risk) / risk);
}

/**
 * The threshold of a cautious early stage is computed, so that scores cannot lie exactly on it and be told apart there by their chance: rows with one score
 * are kept together.
 */
export function tiesAreSplit(chain: Chain, stage: number): boolean {
  return stage === chain.stages.length - 1 || chain.caution === 1;
}

/**
 * The paths of rows that all of the chain's models answered.
 * @param referenceCostOf of a row, estimated where the reference was not asked
 */
export function rowPaths(
  chain: Chain,
  rows: readonly SheetRow[],
  scores: StageScores,
  referenceCostOf: (row: SheetRow) => number,
): RowPath[] {
  return rows.map((row, index) => {
    const models = askedOf(chain, row);
    const events: KeepEvent[] = [];
    let earliest = Number.POSITIVE_INFINITY;
    let spentUSD = embeddingUSD(chain, row);
    // From the first stage on: a later stage matters only before an earlier one keeps.
    for (let stage = 0; stage < models.length; stage++) {
      const seen = row.answers.get(models[stage] as ModelId);
      spentUSD += seen?.costUSD ?? 0;
      const score = scores[stage]?.[index];
      if (score === undefined || !seen || seen.answer.text === null) continue;
      const depth = depthOf(chain, stage, score);
      if (depth >= earliest) continue;
      earliest = depth;
      events.unshift({
        depth,
        chance: tiesAreSplit(chain, stage) ? row.facts.chance : 0,
        stage,
        risk: probabilityOf(-score),
        deviates: seen.deviates,
        costUSD: spentUSD,
      });
    }
    return { events, chainCostUSD: spentUSD, referenceCostUSD: referenceCostOf(row) };
  });
}

/** What the chain pays for a row before it asks anybody. */
export function embeddingUSD({ embeds }: Chain, { embeddingCostUSD = 0 }: SheetRow): number {
  return embeds ? embeddingCostUSD : 0;
}

/** What keeps a row at this point of the path; undefined: it goes to the reference. */
export function keptAt({ events }: RowPath, point: PathPoint): KeepEvent | undefined {
  return events.findLast((event) => !before(point, event));
}

/** Where on the path the row first deviates; undefined: nowhere. Unknown comparisons count as deviating. */
export function firstDeviation({ events }: RowPath): KeepEvent | undefined {
  return events.find(({ deviates }) => deviates !== false);
}

/** Mean cost of a call at this point of the path, reference included. */
export function meanCostAt(paths: readonly RowPath[], point: PathPoint): number {
  const total = paths.reduce((sum, path) => sum + costAt(path, point), 0);
  return total / Math.max(1, paths.length);
}

export function costAt(path: RowPath, point: PathPoint): number {
  return keptAt(path, point)?.costUSD ?? path.chainCostUSD + path.referenceCostUSD;
}
