import { SpendingCapError } from '../../calls/spendingCapError.ts';
import type { Equivalence } from '../../equivalence/equivalence.ts';
import type { ModelId } from '../../models/chatModel.ts';
import { chanceOf } from '../../policies/chance.ts';
import type { InputBesides } from '../../policies/knowsFeatures.ts';
import type { AnswerReading, InputFacts, StageAnswer } from '../../policies/signals.ts';
import { remembered } from '../../remembered.ts';
import type { AnswerSource, EmbeddingOutcome, Outcome, ProfileItem } from '../answerSource.ts';
import { ModelEvidence } from '../evidence.ts';
import type { Disagreement } from '../profile.ts';

/** One candidate's answer to one item. */
export interface SeenAnswer {
  readonly answer: StageAnswer;
  readonly costUSD: number;
  /** Whether it differs from the reference's; undefined while that is not known. */
  readonly deviates: boolean | undefined;
}

/** What is known of one profiled item. Failed calls leave no trace here: they are missing data. */
export interface SheetRow {
  readonly place: number;
  /** Its text; undefined where that is not known. */
  readonly input?: string | undefined;
  readonly columns?: InputBesides['columns'];
  /** undefined: not asked for, or its call failed. */
  readonly embedding?: Float32Array | undefined;
  readonly embeddingCostUSD?: number | undefined;
  readonly facts: InputFacts;
  readonly answers: ReadonlyMap<ModelId, SeenAnswer>;
  /** Of the reference's answer; undefined while it was not asked, or its call failed. */
  readonly referenceCostUSD: number | undefined;
}

/** Whom to ask about one item. The candidates come first, and each is told what was answered so far. */
export interface AskingPlan {
  readonly candidates: readonly ModelId[];
  /** Whether decisions rest on the input's embedding. Default: false. */
  readonly embeds?: boolean | undefined;
  /** Looked at when the candidates have answered. */
  needsReference(row: SheetRow): boolean;
}

interface Row<Item> extends SheetRow {
  readonly item: Item;
  readonly answers: Map<ModelId, SeenAnswer>;
  readonly failed: Set<ModelId>;
  embedding: Float32Array | undefined;
  embeddingCostUSD: number | undefined;
  reference: Outcome | undefined;
  referenceCostUSD: number | undefined;
}

interface Comparison {
  readonly model: ModelId;
  readonly deviates: boolean | undefined;
  readonly correct: boolean | undefined;
}

/** Disagreements kept per model, for people to read. */
const DISAGREEMENTS_KEPT = 200;

/**
 * Every answer of a profile, an item a row, in profiling order. Calls of one `ask` run together; what they bring is recorded in the order of the rows,
 * so that timing changes nothing. Nobody is asked twice about an item.
 */
export class AnswerSheet<Item extends ProfileItem> {
  readonly reference: ModelEvidence;
  readonly candidates: readonly ModelEvidence[];
  /** The equivalence's own reading, remembering texts it has read. */
  readonly reading: AnswerReading;
  /** P(IK) of a model on a row, once it is learned; the facts of all rows have it from then on. */
  knows: ((model: ModelId, row: Omit<SheetRow, 'facts' | 'answers'>) => number | undefined) | undefined;
  readonly #source: AnswerSource<Item>;
  readonly #equivalence: Equivalence;
  readonly #items: readonly Item[];
  readonly #seed: number;
  readonly #rows: Row<Item>[] = [];
  readonly #disagreements = new Map<ModelId, Disagreement[]>();
  #capped: SpendingCapError | undefined;

  constructor(
    deps: { source: AnswerSource<Item>; equivalence: Equivalence; items: readonly Item[] },
    models: { reference: ModelId; candidates: readonly ModelId[] },
    seed: number,
  ) {
    this.#source = deps.source;
    this.#equivalence = deps.equivalence;
    this.#items = deps.items;
    this.#seed = seed;
    this.reading = remembering(deps.equivalence);
    this.reference = new ModelEvidence(models.reference);
    this.candidates = models.candidates.map((id) => new ModelEvidence(id));
  }

  get rows(): readonly SheetRow[] {
    return this.#rows;
  }

  get asked(): number {
    return this.#rows.length;
  }

  /** Items not asked about yet. */
  get left(): number {
    return this.#items.length - this.#rows.length;
  }

  get costUSD(): number {
    return this.#source.costUSD;
  }

  /** Whether embeddings can be had. */
  get canEmbed(): boolean {
    return this.#source.embed !== undefined;
  }

  /** By model, in the order of the candidates. */
  get disagreements(): readonly Disagreement[] {
    return this.candidates.flatMap(({ model }) => this.#disagreements.get(model) ?? []);
  }

  /**
   * Asks about the next `count` items.
   * @returns false when the spending cap left some of it undone
   * @throws SpendingCapError when the cap does not even allow the first item
   */
  async askNext(count: number, plan: AskingPlan, signal: AbortSignal): Promise<boolean> {
    const rows = this.#items
      .slice(this.asked, this.asked + count)
      .map((item, index) => this.#newRow(item, this.asked + index));
    this.#rows.push(...rows);
    const complete = await this.#ask(rows, plan, signal);
    if (this.#capped && this.reference.items === 0) throw this.#capped;
    return complete;
  }

  /** Asks these models about the rows there are already. */
  askAgain(candidates: readonly ModelId[], signal: AbortSignal): Promise<boolean> {
    return this.#ask(this.#rows, { candidates, needsReference: () => false }, signal);
  }

  /** Asks for the embeddings of the rows there are already. */
  embedAgain(signal: AbortSignal): Promise<boolean> {
    return this.#ask(this.#rows, { candidates: [], embeds: true, needsReference: () => false }, signal);
  }

  async #ask(rows: readonly Row<Item>[], plan: AskingPlan, signal: AbortSignal): Promise<boolean> {
    const settled = await Promise.allSettled(rows.map((row) => this.#askRow(row, plan, signal)));
    let complete = true;
    for (const [index, result] of settled.entries()) {
      if (result.status === 'fulfilled') this.#record(rows[index] as Row<Item>, result.value);
      else if (result.reason instanceof SpendingCapError) {
        complete = false;
        this.#capped = result.reason;
      } else throw result.reason;
    }
    return complete;
  }

  async #askRow(row: Row<Item>, plan: AskingPlan, signal: AbortSignal): Promise<RowNews> {
    const fresh = plan.candidates.filter((model) => !row.answers.has(model) && !row.failed.has(model));
    const embedding = plan.embeds && !row.embedding ? this.#source.embed?.(row.item, signal) : undefined;
    const [outcomes] = await Promise.all([
      Promise.all(fresh.map(async (model) => [model, await this.#source.answer(model, row.item, signal)] as const)),
      // At once: what is known of a row is looked at before anything about it is recorded.
      embedding?.then((outcome) => noteEmbedding(row, outcome)),
    ]);
    const preview = withOutcomes(row, outcomes);
    const asksReference = row.reference === undefined && plan.needsReference(preview);
    const reference = asksReference ? await this.#source.answer(this.reference.model, row.item, signal) : row.reference;
    const compared = reference ? [...preview.answers.values()].filter(({ deviates }) => deviates === undefined) : [];
    const comparisons = await Promise.all(
      compared.map(({ answer }) => this.#compare(row, reference as Outcome, answer, signal)),
    );
    const correct =
      asksReference && reference?.kind === 'answered' ? await this.#correct(row, reference.text, signal) : undefined;
    return { outcomes, reference, asksReference, comparisons, referenceCorrect: correct };
  }

  async #compare(row: Row<Item>, reference: Outcome, answer: StageAnswer, signal: AbortSignal): Promise<Comparison> {
    const agrees = await this.#same(reference, answer, signal);
    return {
      model: answer.model,
      deviates: agrees === undefined ? undefined : !agrees,
      correct: await this.#correct(row, answer.text, signal),
    };
  }

  async #same(reference: Outcome, answer: StageAnswer, signal: AbortSignal): Promise<boolean | undefined> {
    if (reference.kind === 'missing') return undefined;
    if (reference.text === null || answer.text === null) return false;
    return this.#equivalent(reference.text, answer.text, signal);
  }

  /** A judge is not paid to mark answers against gold labels: that is left unknown. */
  async #correct({ item }: Row<Item>, text: string | null, signal: AbortSignal): Promise<boolean | undefined> {
    if (item.gold === undefined || this.#equivalence.name === 'judge') return undefined;
    return text !== null && this.#equivalent(item.gold, text, signal);
  }

  /** Without a judge, by memory. */
  async #equivalent(reference: string, text: string, signal: AbortSignal): Promise<boolean | undefined> {
    return this.reading.same?.(reference, text) ?? this.#equivalence.equivalent(reference, text, signal);
  }

  #record(row: Row<Item>, news: RowNews): void {
    for (const [model, outcome] of news.outcomes) {
      const evidence = this.#candidate(model);
      if (outcome.kind === 'missing') {
        row.failed.add(model);
        evidence.addMissing(outcome.why);
        continue;
      }
      evidence.addCost(row.place, outcome.costUSD);
      row.answers.set(model, { answer: answerOf(model, outcome), costUSD: outcome.costUSD, deviates: undefined });
    }
    if (news.asksReference && news.reference) this.#recordReference(row, news.reference, news.referenceCorrect);
    for (const comparison of news.comparisons) this.#recordComparison(row, comparison);
  }

  #recordReference(row: Row<Item>, reference: Outcome, correct: boolean | undefined): void {
    row.reference = reference;
    if (reference.kind === 'missing') {
      this.reference.addMissing(reference.why);
      return;
    }
    row.referenceCostUSD = reference.costUSD;
    this.reference.addCost(row.place, reference.costUSD);
    this.reference.addComparison({ deviates: false, correct });
  }

  #recordComparison(row: Row<Item>, { model, deviates, correct }: Comparison): void {
    const seen = row.answers.get(model);
    const evidence = this.#candidate(model);
    if (!seen || row.reference?.kind !== 'answered') return;
    if (deviates === undefined) {
      evidence.addMissing(); // a judge that failed
      return;
    }
    row.answers.set(model, { ...seen, deviates });
    evidence.addComparison({ deviates, correct });
    if (deviates) this.#note(row.item, model, row.reference.text, seen.answer.text);
  }

  #note(item: Item, model: ModelId, referenceAnswer: string | null, answer: string | null): void {
    const noted = this.#disagreements.get(model) ?? [];
    this.#disagreements.set(model, noted);
    if (noted.length >= DISAGREEMENTS_KEPT) return;
    noted.push({ model, item: item.id, input: item.input, referenceAnswer, answer, gold: item.gold });
  }

  #newRow(item: Item, place: number): Row<Item> {
    const row: Row<Item> = {
      item,
      place,
      input: item.input,
      columns: item.columns,
      embedding: undefined,
      embeddingCostUSD: undefined,
      facts: {
        chance: chanceOf(this.#seed, item.input ?? item.id),
        knows: (model) => this.knows?.(model, row),
      },
      answers: new Map(),
      failed: new Set(),
      reference: undefined,
      referenceCostUSD: undefined,
    };
    return row;
  }

  #candidate(model: ModelId): ModelEvidence {
    const found = this.candidates.find((candidate) => candidate.model === model);
    if (!found) throw new RangeError(`${model} is not a candidate of this profile`);
    return found;
  }
}

interface RowNews {
  readonly outcomes: readonly (readonly [ModelId, Outcome])[];
  readonly reference: Outcome | undefined;
  readonly asksReference: boolean;
  readonly comparisons: readonly Comparison[];
  readonly referenceCorrect: boolean | undefined;
}

function noteEmbedding(row: Row<ProfileItem>, outcome: EmbeddingOutcome): void {
  if (outcome.kind === 'missing') return;
  row.embedding = outcome.embedding;
  row.embeddingCostUSD = outcome.costUSD;
}

function answerOf(model: ModelId, { text, tokenProbability }: Extract<Outcome, { kind: 'answered' }>): StageAnswer {
  return { model, text, tokenProbability };
}

/** The row as it will be once these outcomes are recorded. */
function withOutcomes(row: SheetRow, outcomes: RowNews['outcomes']): SheetRow {
  const answers = new Map(row.answers);
  for (const [model, outcome] of outcomes) {
    if (outcome.kind === 'answered')
      answers.set(model, { answer: answerOf(model, outcome), costUSD: outcome.costUSD, deviates: undefined });
  }
  return { ...row, answers };
}

/** Chains read the same few texts again and again. */
function remembering({ labelOf, same }: Equivalence): AnswerReading {
  const labels = new Map<string, string | undefined>();
  const pairs = new Map<string, Map<string, boolean>>();
  return {
    labelOf: labelOf && ((text) => remembered(labels, text, labelOf)),
    same:
      same &&
      ((one, other) => {
        if (one === other) return true;
        const others = remembered(pairs, one, () => new Map<string, boolean>());
        return remembered(others, other, () => same(one, other));
      }),
  };
}
