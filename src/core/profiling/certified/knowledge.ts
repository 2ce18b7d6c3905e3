import type { ModelId } from '../../models/chatModel.ts';
import {
  type KnowsClassifier,
  type KnowsFeatures,
  type KnowsModel,
  knowsFeatures,
  knowsModel,
  readKnows,
  trainKnows,
} from '../../policies/knowsModel.ts';
import { areaUnderROC, type Forecast } from '../../statistics/calibration.ts';
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
  readonly #classifiers: Readonly<Record<ModelId, KnowsClassifier>>;
  readonly #heldOut: ReadonlyMap<ModelId, readonly number[]>;
  readonly #telling: ReadonlySet<ModelId>;
  readonly #trainedOn: ReadonlySet<string>;
  readonly #read: (text: string) => (model: ModelId) => number | undefined;
  readonly #later = new Map<number, Map<ModelId, number | undefined>>();

  /** @param warmUp rows that all have texts, in their places @returns undefined where nothing could be learned */
  static learn(warmUp: readonly SheetRow[], models: readonly ModelId[]): Knowledge | undefined {
    const texts = warmUp.flatMap(({ input }) => (input?.trim() ? input : []));
    if (texts.length < warmUp.length) return undefined;
    const inputs = texts.map(knowsFeatures);
    const learned = models.flatMap((model) => learnOne(model, warmUp, inputs) ?? []);
    return learned.length === 0 ? undefined : new Knowledge(learned, new Set(texts));
  }

  private constructor(learned: readonly Learned[], trainedOn: ReadonlySet<string>) {
    this.#classifiers = Object.fromEntries(learned.map(({ model, classifier }) => [model, classifier]));
    this.#heldOut = new Map(learned.map(({ model, heldOut }) => [model, heldOut]));
    this.#telling = new Set(learned.flatMap(({ model, tells }) => (tells ? [model] : [])));
    this.#trainedOn = trainedOn;
    this.#read = readKnows(this.#classifiers);
  }

  /** Models whose P(IK) tells more than chance would. */
  get telling(): ReadonlySet<ModelId> {
    return this.#telling;
  }

  /** P(IK) of a model on a row. */
  of(model: ModelId, { place, input }: Pick<SheetRow, 'place' | 'input'>): number | undefined {
    if (input === undefined || !(model in this.#classifiers)) return undefined;
    const heldOut = this.#heldOut.get(model)?.[place];
    if (heldOut !== undefined) return heldOut;
    const known = this.#later.get(place) ?? new Map<ModelId, number | undefined>();
    this.#later.set(place, known);
    if (!known.has(model)) known.set(model, this.#read(input)(model));
    return known.get(model);
  }

  /** Measured on later rows whose texts were not met in the warm-up. */
  reports(rows: readonly SheetRow[]): KnowsReport[] {
    const later = rows.filter(({ input }) => input !== undefined && !this.#trainedOn.has(input));
    return Object.entries(this.#classifiers).map(([model, classifier]) => {
      const forecasts = later.flatMap((row) => {
        const deviates = row.answers.get(model)?.deviates;
        const probability = this.of(model, row);
        return deviates === undefined || probability === undefined ? [] : [{ probability, happened: !deviates }];
      });
      return { model, items: forecasts.length, areaUnderROC: areaUnderROC(forecasts), classifier };
    });
  }
}

interface Learned {
  readonly model: ModelId;
  readonly classifier: KnowsClassifier;
  /** P(IK) of each row of the warm-up. */
  readonly heldOut: readonly number[];
  readonly tells: boolean;
}

function learnOne(model: ModelId, rows: readonly SheetRow[], inputs: readonly KnowsFeatures[]): Learned | undefined {
  const agreed = rows.map(({ answers }) => answers.get(model)?.deviates === false);
  const isCompared = rows.map(({ answers }) => answers.get(model)?.deviates !== undefined);
  const agreements = agreed.filter(Boolean).length;
  if (Math.min(agreements, isCompared.filter(Boolean).length - agreements) < LEAST_OF_EACH) return undefined;
  // By chance, which is the same for the same text: one that comes twice must not be learned from for its own sake.
  const folds = rows.map(({ facts }) => Math.floor(facts.chance * FOLDS));
  const trained = (without: number | undefined): KnowsClassifier => {
    const uses = (row: number) => isCompared[row] === true && folds[row] !== without;
    return trainKnows({ inputs: inputs.filter((_, row) => uses(row)), agreed: agreed.filter((_, row) => uses(row)) });
  };
  const models = Array.from({ length: FOLDS }, (_, fold) => knowsModel(trained(fold)));
  const heldOut = inputs.map((input, row) => (models[folds[row] ?? 0] as KnowsModel)(input));
  const forecasts = heldOut.flatMap((probability, row) =>
    isCompared[row] ? [{ probability, happened: agreed[row] === true }] : [],
  );
  return { model, classifier: trained(undefined), heldOut, tells: tellsMoreThanChance(forecasts) };
}

/** By the variance of the Mann-Whitney statistic where nothing is told. */
function tellsMoreThanChance(forecasts: readonly Forecast[]): boolean {
  const happened = forecasts.filter((forecast) => forecast.happened).length;
  const standardError = Math.sqrt((forecasts.length + 1) / (12 * happened * (forecasts.length - happened)));
  return (areaUnderROC(forecasts) ?? 0) > 0.5 + TELLING_ERRORS * standardError;
}
