import type { ModelId } from '../../models/chatModel.ts';
import { probabilityOf } from '../../statistics/ridgeLogistic.ts';
import type { SeenAnswer, SheetRow } from './answerSheet.ts';
import { askingOf, type Chain } from './chain.ts';
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

/**
 * What becomes of rows along the path: at each event a row's answer comes from another stage than before, first from a later one, then from an earlier one.
 * Before its first event a row goes to the reference. Events are numbered row by row.
 */
export interface KeepPath extends PathEvents {
  readonly rows: number;
  /** Cost of all rows at the start of the path. */
  readonly startUSD: number;
  /** The numbers of the events as the path meets them. */
  readonly order: Int32Array;
}

/** By number. Columns, since planning makes many thousands of events and looks at each but once. */
interface PathEvents {
  readonly depths: Float64Array;
  readonly chances: Float64Array;
  /** Estimated probability that the kept answer deviates. */
  readonly risks: Float64Array;
  /** 1 where it does, or where it is not known that it does not. */
  readonly deviates: Uint8Array;
  /** What the row costs from here on more than before. */
  readonly changesUSD: Float64Array;
  /** The row's event before this one on the path, -1 for its first. */
  readonly previous: Int32Array;
}

export function before(one: PathPoint, other: PathPoint): boolean {
  return one.depth < other.depth || (one.depth === other.depth && one.chance < other.chance);
}

/**
 * The threshold on a stage's score at a depth. The last stage keeps at risks up to sigma(depth); an early one up to `caution` times that.
 */
export function thresholdAt(chain: Chain, stage: number, depth: number): number {
  if (tiesAreSplit(chain, stage)) return -depth;
  const risk = chain.caution * probabilityOf(depth);
  return Math.log((1 - risk) / risk);
}

/** The depth from which on a stage keeps this answer, the mirror image of `thresholdAt`; infinite for one that it never keeps. */
function depthOf(chain: Chain, stage: number, seen: SeenAnswer | undefined, score: number | undefined): number {
  if (score === undefined || !seen || seen.answer.text === null) return Number.POSITIVE_INFINITY;
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

/** What tells rows with one score apart. */
function tieChance(chain: Chain, stage: number, { facts }: SheetRow): number {
  return tiesAreSplit(chain, stage) ? facts.chance : 0;
}

/**
 * The path of rows that all of the chain's models answered.
 * @param referenceCostOf of a row, estimated where the reference was not asked
 */
export function keepPath(
  chain: Chain,
  rows: readonly SheetRow[],
  scores: StageScores,
  referenceCostOf: (row: SheetRow) => number,
): KeepPath {
  const events = emptyEvents(rows.length * chain.stages.length);
  const asking = askingOf(chain);
  let startUSD = 0;
  let size = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] as SheetRow;
    const models = asking(row);
    const first = size;
    let earliest = Number.POSITIVE_INFINITY;
    let spentUSD = embeddingUSD(chain, row);
    // From the first stage on: a later stage matters only before an earlier one keeps.
    for (let stage = 0; stage < models.length; stage++) {
      const seen = row.answers.get(models[stage] as ModelId);
      spentUSD += seen?.costUSD ?? 0;
      const score = scores[stage]?.[place];
      const depth = depthOf(chain, stage, seen, score);
      if (depth >= earliest) continue;
      earliest = depth;
      events.depths[size] = depth;
      events.chances[size] = tieChance(chain, stage, row);
      events.risks[size] = probabilityOf(-(score as number));
      events.deviates[size] = seen?.deviates === false ? 0 : 1;
      events.changesUSD[size++] = spentUSD;
    }
    const escalatedUSD = spentUSD + referenceCostOf(row);
    startUSD += escalatedUSD;
    joinEvents(events, first, size, escalatedUSD);
  }
  return { rows: rows.length, startUSD, order: orderOf(events, size), ...events };
}

function emptyEvents(most: number): PathEvents {
  return {
    depths: new Float64Array(most),
    chances: new Float64Array(most),
    risks: new Float64Array(most),
    deviates: new Uint8Array(most),
    changesUSD: new Float64Array(most),
    previous: new Int32Array(most),
  };
}

/** Of one row, the last of which the path meets first. Up to now they have what the row costs then. */
function joinEvents({ previous, changesUSD }: PathEvents, from: number, to: number, escalatedUSD: number): void {
  for (let event = from; event < to; event++) {
    const isFirst = event === to - 1;
    previous[event] = isFirst ? -1 : event + 1;
    const beforeUSD = isFirst ? escalatedUSD : (changesUSD[event + 1] as number);
    changesUSD[event] = (changesUSD[event] as number) - beforeUSD;
  }
}

function orderOf({ depths, chances }: PathEvents, size: number): Int32Array {
  const order = new Int32Array(size);
  for (let event = 0; event < size; event++) order[event] = event;
  return order.sort(
    (a, b) =>
      compared(depths[a] as number, depths[b] as number) || compared(chances[a] as number, chances[b] as number),
  );
}

/** A sign, since a difference would be boxed, which takes longer than the comparison. */
function compared(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Where on the path an answer to the row is first kept; undefined: nowhere. @param scoreAt of a stage */
export function firstKept(
  chain: Chain,
  row: SheetRow,
  scoreAt: (stage: number) => number | undefined,
): PathPoint | undefined {
  let first: PathPoint | undefined;
  for (const [stage, model] of askingOf(chain)(row).entries()) {
    const depth = depthOf(chain, stage, row.answers.get(model), scoreAt(stage));
    if (depth < (first?.depth ?? Number.POSITIVE_INFINITY)) first = { depth, chance: tieChance(chain, stage, row) };
  }
  return first;
}

/** What the chain pays for a row before it asks anybody. */
export function embeddingUSD({ embeds }: Chain, { embeddingCostUSD = 0 }: SheetRow): number {
  return embeds ? embeddingCostUSD : 0;
}

/** @param place among the events as the path meets them */
export function pointAt({ order, depths, chances }: KeepPath, place: number): PathPoint {
  const event = order[place] as number;
  return { depth: depths[event] as number, chance: chances[event] as number };
}

/** Where the row of the last of so many rows first deviates, as the path meets them; undefined: fewer ever do. */
export function pointOfDeviation(path: KeepPath, rows: number): PathPoint | undefined {
  let deviating = 0;
  for (let place = 0; place < path.order.length; place++)
    if (isFirstDeviation(path, path.order[place] as number) && ++deviating === rows) return pointAt(path, place);
  return undefined;
}

function isFirstDeviation({ deviates, previous }: KeepPath, event: number): boolean {
  if (deviates[event] === 0) return false;
  for (let earlier = previous[event] as number; earlier >= 0; earlier = previous[earlier] as number)
    if (deviates[earlier] === 1) return false;
  return true;
}

/** Mean cost of a call at this point of the path, reference included. */
export function meanCostAt(path: KeepPath, point: PathPoint): number {
  let total = path.startUSD;
  for (let place = 0; place < path.order.length && !before(point, pointAt(path, place)); place++)
    total += path.changesUSD[path.order[place] as number] as number;
  return total / Math.max(1, path.rows);
}
