import { createRandom, type Random } from '../random.ts';
import { createTextHasher, type TextHasher } from '../statistics/hashedText.ts';
import { denseVector, type SparseVector } from '../statistics/sparseVector.ts';
import { type CutOff, createCutOff, type StudentAim } from './cutOff.ts';
import { DeferralPolicy } from './deferralPolicy.ts';
import type { Level, StudentInput } from './level.ts';
import {
  type GuaranteeEvent,
  type GuaranteeStanding,
  LiveGuarantee,
  type LiveGuaranteeOptions,
} from './liveGuarantee.ts';
import { NgramLevel } from './ngramLevel.ts';
import { PerceptronLevel } from './perceptronLevel.ts';
import { readStudentState, STUDENT_STATE_VERSION, type StudentIdentity, type StudentState } from './studentState.ts';

export type LevelKind = 'ngrams' | 'perceptron';

export interface StudentOptions {
  /** At least two; the expert's answers are compared with them as they are. */
  readonly labels: readonly string[];
  /** Of the prompt file: a student is good for one prompt only. */
  readonly promptSha256: string;
  readonly seed: number;
  readonly aim: StudentAim;
  /** From cheap to dear. Default: n-grams, and a perceptron where there are embeddings. */
  readonly levels?: readonly LevelKind[];
  /** Length of the embeddings that come with the items. Default: none come. */
  readonly embeddingLength?: number;
  /** Without one, nothing is promised and nothing audited. */
  readonly guarantee?: LiveGuaranteeOptions;
  readonly onEvent?: (event: GuaranteeEvent) => void;
  /** What `snapshot` gave, read back from JSON. */
  readonly state?: unknown;
}

/** The best answer the student has. */
export interface StudentGuess {
  readonly label: string;
  /** 1 for the first. */
  readonly level: number;
  /** Its estimate that the expert would say the same, in 0..1. */
  readonly probability: number;
}

/** What was decided about. The text is read again where the expert's answer is learned from: most are not, and vectors are larger than texts. */
export interface StudentItem {
  readonly text: string;
  readonly embedding: SparseVector | undefined;
}

/** Why the expert is asked. `audit` and `probation`: the student would have answered, and is being checked. */
export type AskReason = 'warmUp' | 'jump' | 'unsure' | 'audit' | 'probation';

/** Give it back to `learn` (or `lose`) once the expert has answered (or failed); an `answer` needs nothing more. */
export type StudentDecision = StudentGuess & { readonly item: StudentItem } & (
    | { readonly kind: 'answer' }
    | { readonly kind: 'ask'; readonly reason: AskReason }
  );

export interface SnapshotOptions {
  /** How many more answers may be kept before the next snapshot: a program that dies meanwhile costs allowance, never the promise. Default 0. */
  readonly reserve?: number;
  /** Labels that what it has learned may lag behind; the guarantee's counts never do. Default 0. */
  readonly mostStale?: number;
}

/** The part of each level that is a model, and the part that knows when to doubt it. */
interface Stage {
  readonly level: Level;
  readonly deferral: DeferralPolicy;
  readonly jumpDecay: number;
}

/** As published for the small cascades (Nie et al. 2024, tables 3 and 4): cache and decay of the first level, then of the others. */
const levelSettings = [
  { cacheSize: 8, jumpDecay: 0.97 },
  { cacheSize: 16, jumpDecay: 0.95 },
] as const;
const batchSize = 8;
/** Until every level has learned from so many batches the expert answers everything. */
const warmUpUpdates = 10;
const featureBits = 18;
const characterRuns = 4;

/**
 * Online cascade learning (Nie et al. 2024): small models in front of an expert, which answer what they are sure of and learn from the
 * expert's answers to the rest. All calls are synchronous and of bounded work; the same calls with the same seed give the same decisions.
 */
export class Student {
  readonly #options: StudentOptions;
  readonly #hasher: TextHasher;
  readonly #random: Random;
  readonly #stages: readonly Stage[];
  readonly #cutOff: CutOff;
  readonly #guarantee: LiveGuarantee | undefined;
  #items: number;
  #labelled: number;
  /** What the levels know, as it was last packed: that takes some 25 ms. */
  #packed: { readonly labelled: number; readonly levels: StudentState['levels'] } | undefined;

  /** @throws StudentStateError when the given state is damaged, newer than this program, or of another prompt, other labels or levels */
  constructor(options: StudentOptions) {
    const { labels, embeddingLength, seed } = options;
    if (new Set(labels).size < 2) throw new RangeError(`a student needs at least two labels, got ${labels.join(', ')}`);
    this.#options = options;
    const state = options.state === undefined ? undefined : readStudentState(options.state, studentIdentity(options));
    this.#items = state?.items ?? 0;
    this.#labelled = state?.labelled ?? 0;
    // A restored student must not draw the same chances again.
    this.#random = createRandom(seed + this.#items);
    this.#hasher = createTextHasher({ bits: featureBits, characterRuns });
    this.#stages = levelKinds(options).map((kind, index): Stage => {
      const { cacheSize, jumpDecay } = levelSettings[Math.min(index, 1)] ?? levelSettings[0];
      const saved = state?.levels[index];
      const shared = { classes: labels.length, batchSize, random: this.#random, saved };
      const level =
        kind === 'ngrams'
          ? new NgramLevel({ ...shared, dimensions: this.#hasher.dimensions })
          : new PerceptronLevel({ ...shared, cacheSize, embeddingLength });
      const deferral = new DeferralPolicy({ classes: labels.length, random: this.#random, saved: saved?.deferral });
      return { level, deferral, jumpDecay };
    });
    this.#cutOff = createCutOff(options.aim, state?.budget);
    this.#guarantee =
      options.guarantee &&
      new LiveGuarantee(options.guarantee, {
        random: this.#random,
        onEvent: options.onEvent ?? (() => {}),
        saved: state?.guarantee,
      });
  }

  get standing(): GuaranteeStanding | undefined {
    return this.#guarantee?.standing;
  }

  /** @param embedding of the configured length, exactly when one was configured */
  decide(text: string, embedding?: ArrayLike<number>): StudentDecision {
    if (embedding?.length !== this.#options.embeddingLength)
      throw new RangeError(
        `embeddings of length ${this.#options.embeddingLength} were configured, got ${embedding?.length}`,
      );
    const item = { text, embedding: embedding && denseVector(embedding) };
    this.#items++;
    const found = this.#descend({ ...item, text: this.#hasher.read(text) });
    const reason = found.reason ?? this.#checked();
    if (found.reason) this.#guarantee?.pass();
    this.#cutOff.record(1 - found.guess.probability, reason !== undefined);
    return reason === undefined
      ? { kind: 'answer', ...found.guess, item }
      : { kind: 'ask', reason, ...found.guess, item };
  }

  /**
   * The expert's answer to an item it was asked about. A label that is not among the student's teaches nothing, and counts as a deviation
   * where the student was being checked.
   */
  learn(decision: StudentDecision, expertLabel: string): void {
    if (decision.kind === 'ask' && (decision.reason === 'audit' || decision.reason === 'probation'))
      this.#guarantee?.settle(decision.reason, decision.label !== expertLabel);
    const label = this.#options.labels.indexOf(expertLabel);
    if (label < 0) return;
    this.#labelled++;
    const input = { ...decision.item, text: this.#hasher.vectorOf(decision.item.text) };
    for (const { level, deferral } of this.#stages) {
      const probabilities = level.probabilities(input);
      deferral.learn(probabilities, largestOf(probabilities) !== label);
      level.learn(input, label);
    }
  }

  /** The expert failed, and the student's answer was used instead. */
  lose(decision: StudentDecision): void {
    if (decision.kind === 'ask' && decision.reason === 'audit') this.#guarantee?.lose();
  }

  /** The state to keep; what is remembered for replaying is not part of it, so no item's text is. */
  snapshot({ reserve = 0, mostStale = 0 }: SnapshotOptions = {}): StudentState {
    const budget = this.#cutOff.saved();
    if (!this.#packed || this.#labelled - this.#packed.labelled > mostStale) this.#packed = this.#pack();
    const { levels } = this.#packed;
    return {
      ...studentIdentity(this.#options),
      version: STUDENT_STATE_VERSION,
      items: this.#items,
      labelled: this.#labelled,
      levels,
      ...(budget && { budget }),
      ...(this.#guarantee && { guarantee: this.#guarantee.saved(reserve) }),
    };
  }

  #pack(): { readonly labelled: number; readonly levels: StudentState['levels'] } {
    const levels = this.#stages.map(({ level, deferral }) => ({ ...level.saved(), deferral: deferral.saved() }));
    return { labelled: this.#labelled, levels };
  }

  /** Down the levels until one is sure enough. */
  #descend(input: StudentInput): { guess: StudentGuess; reason: AskReason | undefined } {
    const needsLabels = this.#cutOff.wantsEveryLabel ?? this.#stages.some(({ level }) => level.updates < warmUpUpdates);
    const cutOff = this.#cutOff.risk;
    let best: StudentGuess = { label: '', level: 0, probability: -1 };
    for (const [index, { level, deferral, jumpDecay }] of this.#stages.entries()) {
      const probabilities = level.probabilities(input);
      const probability = 1 - deferral.riskOf(probabilities);
      const label = this.#options.labels[largestOf(probabilities)] ?? '';
      if (probability > best.probability) best = { label, level: index + 1, probability };
      if (needsLabels) continue;
      if (this.#cutOff.allowsJumps && this.#random.uniform() < jumpDecay ** level.updates)
        return { guess: best, reason: 'jump' };
      if (1 - probability <= cutOff) return { guess: best, reason: undefined };
    }
    return { guess: best, reason: needsLabels ? 'warmUp' : 'unsure' };
  }

  #checked(): AskReason | undefined {
    const decided = this.#guarantee?.decide() ?? 'keep';
    return decided === 'keep' ? undefined : decided;
  }
}

/** What a state has to agree with to be read by a student of these options. */
export function studentIdentity(
  options: Pick<StudentOptions, 'promptSha256' | 'labels' | 'embeddingLength' | 'levels'>,
): StudentIdentity {
  const { promptSha256, labels, embeddingLength = 0 } = options;
  return { promptSha256, labels, embeddingLength, levelKinds: levelKinds(options) };
}

function levelKinds({
  levels,
  embeddingLength,
}: Pick<StudentOptions, 'levels' | 'embeddingLength'>): readonly LevelKind[] {
  return levels ?? (embeddingLength === undefined ? ['ngrams'] : ['ngrams', 'perceptron']);
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let k = 1; k < values.length; k++) if ((values[k] ?? 0) > (values[largest] ?? 0)) largest = k;
  return largest;
}
