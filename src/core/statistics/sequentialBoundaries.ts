/** A distribution of the deviations' path for which a certificate would be false. */
export interface NullWorld {
  /** A certificate with at most so many deviations is false; with more it is true after all. */
  readonly worst: number;
  /** P(x more deviations by this look | `count` at the one before), for x = 0, 1, .. */
  incrementsFrom(count: number, look: number): ArrayLike<number>;
}

/** Rounding may not overspend: probabilities here are good to better than this, relatively. */
const SAFETY = 1 - 1e-9;

/** Certified at this look with at most `boundary` deviations; by then the probability of a false certificate is at most `used` in any world. */
export interface Boundary {
  readonly boundary: number;
  readonly used: number;
}

/**
 * For each look the largest boundary such that, in every world, the probability of a false certificate at this look or an earlier one is at most
 * `spent` of the look (cumulative). Each world's paths that have not met a boundary are followed exactly. -1: no boundary fits.
 *
 * @param most boundaries end here
 */
export function sequentialBoundaries(worlds: readonly NullWorld[], spent: readonly number[], most: number): Boundary[] {
  const states = worlds.map((world): State => ({ world, alive: Float64Array.of(1), used: 0 }));
  return spent.map((allowed, look) => {
    for (const state of states) state.alive = advanced(state, look);
    const boundary = Math.min(most, ...states.map((state) => largestBoundary(state, allowed * SAFETY)));
    for (const state of states) {
      for (let count = 0; count <= Math.min(boundary, state.world.worst); count++) {
        state.used += state.alive[count] ?? 0;
        state.alive[count] = 0;
      }
    }
    return { boundary, used: Math.max(0, ...states.map(({ used }) => used)) };
  });
}

interface State {
  readonly world: NullWorld;
  /** P(so many deviations, no boundary met yet); counts above `worst` can do no harm any more and are left out. */
  alive: Float64Array;
  /** Probability that a boundary was met. */
  used: number;
}

function advanced({ world, alive }: State, look: number): Float64Array {
  const next = new Float64Array(world.worst + 1);
  for (let count = 0; count < alive.length; count++) {
    const probability = alive[count] ?? 0;
    if (probability === 0) continue;
    const increments = world.incrementsFrom(count, look);
    const end = Math.min(increments.length, next.length - count);
    for (let more = 0; more < end; more++)
      next[count + more] = (next[count + more] ?? 0) + probability * (increments[more] ?? 0);
  }
  return next;
}

/** Infinity where even the whole of what may do harm fits. */
function largestBoundary({ world, alive, used }: State, allowed: number): number {
  let total = used;
  for (let count = 0; count <= world.worst; count++) {
    total += alive[count] ?? 0;
    if (total > allowed) return count - 1;
  }
  return Number.POSITIVE_INFINITY;
}
