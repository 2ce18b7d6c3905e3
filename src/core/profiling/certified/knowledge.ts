import type { ModelId } from '../../models/chatModel.ts';
import type { KnowsClassifier } from '../../policies/knowsClassifier.ts';
import { type KnowsFeatures, knowsFeatures } from '../../policies/knowsFeatures.ts';
import { type KnowsReader, type KnowsReads, knowsModel, readKnows, trainKnows } from '../../policies/knowsModel.ts';
import { remembered } from '../../remembered.ts';
import { areaUnderROC, type Forecast } from '../../statistics/calibration.ts';
import { gainInROC } from '../../statistics/gainInROC.ts';
import type { KnowsReport } from '../profile.ts';
import type { SheetRow } from './answerSheet.ts';

/** P(IK) on the rows of the warm-up comes from fits that have not seen them, each on the texts outside one of so many folds. */
const FOLDS = 4;
/** Fewer rows of one outcome say nothing about words. */
const LEAST_OF_EACH = 8;
/** P(IK) is offered where it tells agreement by so many standard errors more than chance: among many ways to answer luck is found more often than knowledge. */
const TELLING_ERRORS = 2;
/** P(IK) of some models, learned on the warm-up. Rows after it get exactly what the runtime will compute. */
export class Knowledge {
  readonly #learned: readonly Learned[];
  /** Of the models whose P(IK) tells more than chance would. */
  readonly #classifiers: Readonly<Record<ModelId, KnowsClassifier>>;
  readonly #trainedOn: ReadonlySet<string>;
  readonly #read: KnowsReader;
  /** By place: the row's text as it was read, and what came of it. */
  readonly #later = new Map<number, LaterRow>();

  /** @param warmUp rows that all have texts, in their places @returns undefined where nothing could be learned */
  static learn(warmUp: readonly SheetRow[], models: readonly ModelId[]): Knowledge | undefined {
    const texts = warmUp.flatMap(({ input }) => (input?.trim() ? input : []));
    if (texts.length < warmUp.length) return undefined;
    const inputs = warmUp.map((row, index) => knowsFeatures(texts[index] ?? '', row));
    const learned = models.flatMap((model) => learnOne(model, warmUp, inputs) ?? []);
    return learned.length === 0 ? undefined : new Knowledge(learned, new Set(texts));
  }

  private constructor(learned: readonly Learned[], trainedOn: ReadonlySet<string>) {
    this.#learned = learned;
    this.#classifiers = Object.fromEntries(
      learned.flatMap(({ model, forecasts, train }) => (tellsMoreThanChance(forecasts) ? [[model, train()]] : [])),
    );
    this.#trainedOn = trainedOn;
    this.#read = readKnows(this.#classifiers);
  }

  /** Models whose P(IK) tells more than chance would. */
  get telling(): ReadonlySet<ModelId> {
    return new Set(Object.keys(this.#classifiers));
  }

  /** Those of them whose P(IK) reads embeddings. */
  get embedded(): ReadonlySet<ModelId> {
    return new Set(Object.entries(this.#classifiers).flatMap(([model, { embedding }]) => (embedding ? [model] : [])));
  }

  /** P(IK) of a model on a row; undefined also where it tells nothing. */
  of(model: ModelId, row: Pick<SheetRow, 'place' | 'input' | 'columns' | 'embedding'>): number | undefined {
    const { place, input } = row;
    if (input === undefined || !(model in this.#classifiers)) return undefined;
    const heldOut = this.#learned.find((learned) => learned.model === model)?.heldOut[place];
    if (heldOut !== undefined) return heldOut;
    const later = remembered(this.#later, place, () => ({ read: this.#read(input, row), known: new Map() }));
    return remembered(later.known, model, () => later.read(model));
  }

  /**
   * Where something is decided by P(IK) it is measured on the later rows that were read for that, but for those whose texts were met in the warm-up. No row is
   * read for a report alone: elsewhere it is what fits on the warm-up say of rows that they have not seen.
   */
  reports(rows: readonly SheetRow[]): KnowsReport[] {
    const later = rows.filter(({ place, input = '' }) => this.#later.has(place) && !this.#trainedOn.has(input));
    return this.#learned.map(({ model, forecasts: heldOut }) => {
      const classifier = this.#classifiers[model];
      const forecasts =
        classifier && later.length > 0 ? this.#forecasts(model, later) : heldOut.flatMap((forecast) => forecast ?? []);
      return { model, items: forecasts.length, areaUnderROC: areaUnderROC(forecasts), classifier };
    });
  }

  #forecasts(model: ModelId, rows: readonly SheetRow[]): Forecast[] {
    return rows.flatMap((row) => {
      const deviates = row.answers.get(model)?.deviates;
      const probability = this.of(model, row);
      return deviates === undefined || probability === undefined ? [] : [{ probability, happened: !deviates }];
    });
  }
}

interface LaterRow {
  readonly read: ReturnType<KnowsReader>;
  readonly known: Map<ModelId, number | undefined>;
}

interface Learned {
  readonly model: ModelId;
  /** On all rows of the warm-up. */
  readonly train: () => KnowsClassifier;
  /** P(IK) of each row of the warm-up; undefined for one without the embedding that it reads. */
  readonly heldOut: readonly (number | undefined)[];
  /** The same for compared rows, with what became of them; undefined as there. */
  readonly forecasts: readonly (Forecast | undefined)[];
}

/** P(IK) from the text, and from more where more tells more: that costs a call, or binds whoever runs the config. */
function learnOne(model: ModelId, rows: readonly SheetRow[], inputs: readonly KnowsFeatures[]): Learned | undefined {
  const agreed = rows.map(({ answers }) => answers.get(model)?.deviates === false);
  const isCompared = rows.map(({ answers }) => answers.get(model)?.deviates !== undefined);
  let best: Learned | undefined;
  for (const reads of readings(inputs)) {
    const examples = { model, rows, inputs, agreed, isCompared };
    const learned = learnFrom(examples, reads);
    if (learned && (!best || tellsMoreThan(learned, best))) best = learned;
  }
  return best;
}

/** What can be read, the poorest first. */
function readings(inputs: readonly KnowsFeatures[]): KnowsReads[] {
  const names = Object.keys(inputs[0]?.columns ?? {});
  const columns = names.length > 0 ? [{ columns: names }] : [];
  const embeddings = inputs.some(({ embedding }) => embedding) ? [{ embedding: true }] : [];
  return [
    {},
    ...columns,
    ...embeddings,
    ...columns.flatMap((one) => embeddings.map((other) => ({ ...one, ...other }))),
  ];
}

interface Examples {
  readonly model: ModelId;
  readonly rows: readonly SheetRow[];
  readonly inputs: readonly KnowsFeatures[];
  readonly agreed: readonly boolean[];
  readonly isCompared: readonly boolean[];
}

function learnFrom({ model, rows, inputs, agreed, isCompared }: Examples, reads: KnowsReads): Learned | undefined {
  const isReadable = inputs.map(({ embedding }) => !reads.embedding || embedding !== undefined);
  const isUsable = isCompared.map((compared, row) => compared && isReadable[row] === true);
  const agreements = agreed.filter((agrees, row) => agrees && isUsable[row]).length;
  if (Math.min(agreements, isUsable.filter(Boolean).length - agreements) < LEAST_OF_EACH) return undefined;
  // By chance, which is the same for the same text: one that comes twice must not be learned from for its own sake.
  const folds = rows.map(({ facts }) => Math.floor(facts.chance * FOLDS));
  const trained = (without: number | undefined): KnowsClassifier => {
    const uses = (row: number) => isUsable[row] === true && folds[row] !== without;
    const examples = { inputs: inputs.filter((_, row) => uses(row)), agreed: agreed.filter((_, row) => uses(row)) };
    return trainKnows(examples, reads);
  };
  const models = Array.from({ length: FOLDS }, (_, fold) => knowsModel(trained(fold)));
  const heldOut = inputs.map((input, row) => (isReadable[row] ? models[folds[row] ?? 0]?.(input) : undefined));
  const forecasts = heldOut.map((probability, row) =>
    isCompared[row] && probability !== undefined ? { probability, happened: agreed[row] === true } : undefined,
  );
  return { model, train: () => trained(undefined), heldOut, forecasts };
}

/** By the variance of the Mann-Whitney statistic where nothing is told. */
function tellsMoreThanChance(of: Learned['forecasts']): boolean {
  const forecasts = of.flatMap((forecast) => forecast ?? []);
  const happened = forecasts.filter((forecast) => forecast.happened).length;
  const standardError = Math.sqrt((forecasts.length + 1) / (12 * happened * (forecasts.length - happened)));
  return (areaUnderROC(forecasts) ?? 0) > 0.5 + TELLING_ERRORS * standardError;
}

/** What tells nothing is beaten by all that tells something; what does, by what tells more on the rows that both can read. */
function tellsMoreThan({ forecasts: richer }: Learned, { forecasts: poorer }: Learned): boolean {
  if (!tellsMoreThanChance(richer)) return false;
  const both = richer.flatMap((after, row) => {
    const before = poorer[row];
    return after && before ? [{ before, after }] : [];
  });
  const found = gainInROC(
    both.map(({ before }) => before),
    both.map(({ after }) => after),
  );
  const needed = tellsMoreThanChance(poorer) ? TELLING_ERRORS * (found?.standardError ?? 0) : 0;
  return found !== undefined && found.gain > needed;
}
