/** A model as the mix sees it: what a call costs, and how sure we may be of how much of its output agrees. */
export interface MixOption {
  /** Mean cost of one call, > 0 in any one unit. */
  readonly cost: number;
  /** Pairs of a confidence level and the lower bound of the agreement rate at that level. Using the option takes up one of them. */
  readonly bounds: readonly { readonly confidence: number; readonly agreement: number }[];
}

export interface MixShare {
  /** Index into the options. */
  readonly option: number;
  /** Index into that option's bounds. */
  readonly bound: number;
  /** Share of the items, 0 < share <= 1. */
  readonly share: number;
}

export interface Mix {
  readonly shares: readonly MixShare[];
  /** Mean cost of one call. */
  readonly cost: number;
  /** The promised agreement: sum of share x bound. */
  readonly agreement: number;
  /** Product of the confidences used. */
  readonly confidence: number;
}

/**
 * SMART's mix: shares r >= 0 with sum 1 and sum r_i agreement_i >= target of least cost, over all choices of one bound per option whose confidences
 * multiply to at least `confidence`; an option left out costs no confidence.
 *
 * The published program enumerates every choice and solves a linear program for each (6^(k-1) of them). That is not needed: the program has two
 * constraints besides r >= 0, so it has an optimal vertex with at most two positive shares, and leaving the other options out keeps the choice
 * allowed. The optimum over all choices is therefore the optimum over all single options and all pairs with their bounds: O(k^2 b^2).
 * Of equally cheap mixes the one with fewer models wins, then the one that comes first.
 *
 * @returns undefined when no choice reaches the target
 */
export function cheapestMix(options: readonly MixOption[], target: number, confidence: number): Mix | undefined {
  const uses = options.flatMap((option, index) =>
    option.bounds.map((bound, boundIndex) => ({ ...bound, cost: option.cost, option: index, bound: boundIndex })),
  );
  let best: Mix | undefined;
  const consider = (mix: Mix | undefined): void => {
    if (mix && (best === undefined || mix.cost < best.cost)) best = mix;
  };
  // Products of decimal fractions such as 0.95 x 1 may come out a last bit short of what was asked.
  const allowed = (product: number): boolean => product >= confidence - 1e-12;
  for (const use of uses) if (allowed(use.confidence) && use.agreement >= target) consider(alone(use));
  for (const [index, first] of uses.entries()) {
    for (const second of uses.slice(index + 1)) {
      if (first.option === second.option || !allowed(first.confidence * second.confidence)) continue;
      consider(first.agreement >= second.agreement ? blended(first, second, target) : blended(second, first, target));
    }
  }
  return best;
}

interface Use {
  readonly option: number;
  readonly bound: number;
  readonly cost: number;
  readonly confidence: number;
  readonly agreement: number;
}

function alone({ option, bound, cost, confidence, agreement }: Use): Mix {
  return { shares: [{ option, bound, share: 1 }], cost, agreement, confidence };
}

/** Just enough of the better option to reach the target. Pays only when the worse one alone is cheaper and falls short. */
function blended(better: Use, worse: Use, target: number): Mix | undefined {
  if (better.agreement < target || worse.agreement >= target || worse.cost >= better.cost) return undefined;
  const share = (target - worse.agreement) / (better.agreement - worse.agreement);
  if (!(0 < share && share < 1)) return undefined;
  return {
    shares: [
      { option: worse.option, bound: worse.bound, share: 1 - share },
      { option: better.option, bound: better.bound, share },
    ],
    cost: share * better.cost + (1 - share) * worse.cost,
    agreement: share * better.agreement + (1 - share) * worse.agreement,
    confidence: better.confidence * worse.confidence,
  };
}
