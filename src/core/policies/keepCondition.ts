import { type AcceptRule, thresholdOf } from './acceptRule.ts';
import { LEAST_DOUBT, parseSignal } from './signals.ts';

/**
 * An acceptance rule as a person can weigh it; probabilities in [0, 1]. `sure`: the model's own probability of its answer is at least so much. `sure by label`: the
 * same with a limit for each label, `otherwise` for answers that name none of them. `likely the same`: the learned probability that the
 * reference would answer the same is at least so much; it draws on more than one number. `always`, `never`: whatever the answer.
 */
export type KeepCondition =
  | { readonly kind: 'always' | 'never' }
  | { readonly kind: 'sure' | 'likely the same'; readonly atLeast: number }
  | {
      readonly kind: 'sure by label';
      readonly labels: readonly { readonly label: string; readonly atLeast: number }[];
      readonly otherwise: number;
    };

/** @param rule of a stage that is not the last; undefined: its answer is never kept */
export function keepCondition(rule: AcceptRule | undefined): KeepCondition {
  if (!rule) return { kind: 'never' };
  const { score } = rule;
  if (!score) return { kind: 'sure', atLeast: thresholdOf(rule) };
  const weights = labelledWeights(score.weights);
  if (!weights) return { kind: 'likely the same', atLeast: sigmoid(score.atLeast) };
  const { certainty, byLabel } = weights;
  const limitWith = (bonus: number, factor: number) => leastProbability(score.atLeast - score.bias - bonus, factor);
  const otherwise = limitWith(0, certainty);
  if (byLabel.size === 0) {
    if (otherwise <= LEAST_DOUBT) return { kind: 'always' };
    return otherwise > 1 - LEAST_DOUBT ? { kind: 'never' } : { kind: 'sure', atLeast: otherwise };
  }
  const labels = [...byLabel].map(([label, weight]) => ({
    label,
    atLeast: limitWith(weight.bonus, certainty + weight.certainty),
  }));
  return { kind: 'sure by label', labels, otherwise };
}

interface LabelWeight {
  bonus: number;
  certainty: number;
}

/** Undefined where the score draws on more than the answer's certainty and label, or falls with certainty. */
function labelledWeights(
  weights: Readonly<Record<string, number>>,
): { certainty: number; byLabel: ReadonlyMap<string, LabelWeight> } | undefined {
  let certainty = 0;
  const byLabel = new Map<string, LabelWeight>();
  for (const [name, weight] of Object.entries(weights)) {
    const signal = parseSignal(name);
    if (signal?.kind === 'certainty') certainty = weight;
    else if (signal?.kind === 'label' || signal?.kind === 'label certainty') {
      const known = byLabel.get(signal.label) ?? { bonus: 0, certainty: 0 };
      byLabel.set(signal.label, { ...known, [signal.kind === 'label' ? 'bonus' : 'certainty']: weight });
    } else if (signal) return undefined; // one that this version does not know weighs nothing
  }
  const factors = [certainty, ...[...byLabel.values()].map((weight) => certainty + weight.certainty)];
  return factors.every((factor) => factor >= 0) ? { certainty, byLabel } : undefined;
}

/** The probability whose log-odds times the factor reach so much: 0 where any does, above 1 where none does. */
function leastProbability(missing: number, factor: number): number {
  if (factor === 0) return missing <= 0 ? 0 : Number.POSITIVE_INFINITY;
  return sigmoid(missing / factor);
}

function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
