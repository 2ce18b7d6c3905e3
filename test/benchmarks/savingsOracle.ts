import type { Equivalence } from '../../src/core/equivalence/equivalence.ts';
import type { Recording } from '../../src/providers/recording.ts';
import { differs, outcomeOf } from './savingsTruth.ts';

interface Column {
  readonly model: string;
  readonly costUSD: Float64Array;
  readonly deviates: Uint8Array;
  /** P(T), undefined when the model gives none. */
  readonly confidence: Float64Array | undefined;
}

/** Thresholds tried for the first model of a chain of three. */
const GRID = 40;
const remembered = new WeakMap<Recording, { readonly columns: readonly Column[]; readonly reference: Column }>();

/**
 * The most that could be saved with everything known: the best of all single models, mixes of one with the reference, pairs with a threshold on
 * confidence, and chains of three with two thresholds (the first on a grid of 40 quantiles), with at most delta of the answers deviating.
 * Ties in confidence may be split. No labels, no agreement: a learned score may do better.
 */
export function oracleSavings(recording: Recording, equivalence: Equivalence, delta: number): number {
  const { columns, reference } = columnsOf(recording, equivalence);
  const referenceUSD = total(reference.costUSD);
  let best = referenceUSD;
  for (const last of columns) {
    best = Math.min(best, mixCost(last, reference, delta));
    if (!last.confidence) continue;
    best = Math.min(best, pairCost(last, reference, delta, undefined));
    for (const first of columns) {
      if (first === last || !first.confidence) continue;
      for (const threshold of thresholds(first.confidence))
        best = Math.min(best, pairCost(last, reference, delta, { first, threshold }));
    }
  }
  return referenceUSD / best;
}

function mixCost(model: Column, reference: Column, delta: number): number {
  const rate = model.deviates.reduce((sum, value) => sum + value, 0) / model.deviates.length;
  const share = rate === 0 ? 1 : Math.min(1, delta / rate);
  return share * total(model.costUSD) + (1 - share) * total(reference.costUSD);
}

/** Keeps the surest answers of `last`, on what `early` did not keep before. */
function pairCost(
  last: Column,
  reference: Column,
  delta: number,
  early: { readonly first: Column; readonly threshold: number } | undefined,
): number {
  const rest: number[] = [];
  let allowed = delta * last.deviates.length;
  let cost = early ? total(early.first.costUSD) : 0;
  for (let item = 0; item < last.deviates.length; item++) {
    if (early && (early.first.confidence as Float64Array)[item]! >= early.threshold)
      allowed -= early.first.deviates[item]!;
    else {
      rest.push(item);
      cost += last.costUSD[item]! + reference.costUSD[item]!;
    }
  }
  if (allowed < 0) return Number.POSITIVE_INFINITY;
  const confidence = last.confidence as Float64Array;
  rest.sort((a, b) => confidence[b]! - confidence[a]!);
  for (let from = 0; from < rest.length; ) {
    let to = from;
    while (to < rest.length && confidence[rest[to]!] === confidence[rest[from]!]) to++;
    const tied = rest.slice(from, to);
    const deviating = tied.reduce((sum, item) => sum + last.deviates[item]!, 0);
    const share = deviating <= allowed ? 1 : allowed / deviating;
    cost -= share * tied.reduce((sum, item) => sum + reference.costUSD[item]!, 0);
    allowed -= deviating;
    if (allowed < 0) break;
    from = to;
  }
  return cost;
}

function thresholds(confidence: Float64Array): number[] {
  const sorted = confidence.toSorted();
  return [...new Set(Array.from({ length: GRID }, (_, step) => sorted[Math.floor((step * sorted.length) / GRID)]!))];
}

function columnsOf(recording: Recording, equivalence: Equivalence) {
  const known = remembered.get(recording);
  if (known) return known;
  const column = (model: string): Column => {
    const outcomes = recording.items.map((item) => outcomeOf(item, model));
    const certain = outcomes.every(({ tokenProbability }) => tokenProbability !== undefined);
    return {
      model,
      costUSD: Float64Array.from(outcomes, ({ costUSD }) => costUSD),
      deviates: Uint8Array.from(recording.items, (item, index) =>
        Number(differs(outcomes[index]!.text, outcomeOf(item, recording.reference).text, equivalence)),
      ),
      confidence: certain ? Float64Array.from(outcomes, ({ tokenProbability }) => tokenProbability!) : undefined,
    };
  };
  const columns = recording.models.filter((model) => model !== recording.reference).map(column);
  const reference = column(recording.reference);
  remembered.set(recording, { columns, reference });
  return { columns, reference };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
