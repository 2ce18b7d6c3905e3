import { InputError } from '../errors.ts';
import type { ModelId } from '../models/chatModel.ts';
import type { Equivalence, EquivalenceName } from './equivalence.ts';
import type { EquivalenceReason } from './equivalenceReason.ts';
import { sameExact } from './exact.ts';
import { sameJson } from './json.ts';
import type { JsonField } from './jsonField.ts';
import { type Judge, requireOutsideJudge, sameByJudge } from './judge.ts';
import { sameLabel } from './label.ts';
import { LabelSet } from './labelSet.ts';
import { sameNumber, type Tolerance } from './numeric.ts';
import type { SameText } from './sameText.ts';

/** Each rule takes what is its own and passes over the rest. */
export interface EquivalenceOptions {
  readonly reason: EquivalenceReason;
  /** For `label`, at least one. */
  readonly labels?: readonly string[] | undefined;
  /** For `numeric`. */
  readonly tolerance?: Tolerance | undefined;
  /** For `json`; none: the whole document. */
  readonly fields?: readonly JsonField[] | undefined;
  /** For `judge`. */
  readonly judge?: Judge | undefined;
  /** The candidates and the reference: none of them may be the judge. */
  readonly arms?: readonly ModelId[] | undefined;
}

/** `label` was asked for and no label is known. */
export class NoLabelsError extends InputError {
  constructor() {
    super(
      'Comparing labels needs to know them: declare them with --labels a,b,c, or give the dataset a column of expected answers (gold, expected or label).',
    );
  }
}

/** `judge` was asked for and no model named. */
export class NoJudgeError extends InputError {
  constructor() {
    super(
      'Comparing by a judge needs a model to judge: name one that is neither the reference nor a candidate with --judge MODEL.',
    );
  }
}

/**
 * @throws NoLabelsError, NoJudgeError, JudgeIsArmError, JsonFieldError when the rule lacks what it needs; RangeError for a tolerance out of range
 */
export function createEquivalence(name: EquivalenceName, options: EquivalenceOptions): Equivalence {
  return { name, reason: options.reason, ...ruleOf(name, options) };
}

function ruleOf(name: EquivalenceName, options: EquivalenceOptions): Omit<Equivalence, 'name' | 'reason'> {
  switch (name) {
    case 'exact':
      return unaided(sameExact);
    case 'label':
      return { ...unaided(sameLabel(options.labels ?? [])), ...labelsOf(options.labels) };
    case 'numeric':
      return { ...unaided(sameNumber(options.tolerance)), tolerance: options.tolerance };
    case 'json':
      return { ...unaided(sameJson(options.fields)), fields: options.fields };
    case 'judge':
      if (!options.judge) throw new NoJudgeError();
      requireOutsideJudge(options.judge.model, options.arms ?? []);
      return { equivalent: sameByJudge(options.judge.ask) };
  }
}

function unaided(same: SameText): Pick<Equivalence, 'equivalent' | 'same'> {
  return {
    same,
    equivalent: async (reference, candidate, signal) => {
      signal.throwIfAborted();
      return same(reference, candidate);
    },
  };
}

function labelsOf(labels: readonly string[] | undefined): Pick<Equivalence, 'labels' | 'labelOf'> {
  const set = new LabelSet(labels ?? []);
  if (set.labels.length === 0) throw new NoLabelsError();
  return { labels: set.labels, labelOf: (text) => set.read(text) };
}
