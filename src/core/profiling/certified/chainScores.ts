import type { AcceptRule } from '../../policies/acceptRule.ts';
import { type Signal, signalName } from '../../policies/signals.ts';
import { remembered } from '../../remembered.ts';
import { type LogisticFit, logisticScore, RidgeLogistic } from '../../statistics/ridgeLogistic.ts';
import type { SheetRow } from './answerSheet.ts';
import { type Chain, type ChainStage, modelsOf } from './chain.ts';
import { type SignalColumn, type SignalTable, stageName } from './signalTable.ts';

/** For each stage, the log-odds that its answer to a row agrees with the reference's; undefined for a stage that is never kept. */
export type ChainFit = readonly (LogisticFit | undefined)[];

/** Rows are scored by fits that have not seen them, each on the rows outside one of so many folds. */
const FOLDS = 4;

/**
 * Prior precision of the weights. Signals of single labels have to earn their weight from few rows each.
 * Certainty and agreement have the standard Normal that is usual for log-odds.
 */
const LABEL_RIDGE = 4;
const RIDGE = 1;

/** Did every model of the chain answer a row, and is its embedding there where it is needed? Only then can it be judged. */
export function isAnsweredBy(chain: Chain): (row: SheetRow) => boolean {
  const models = modelsOf(chain);
  return ({ answers, embedding }) =>
    (embedding !== undefined || !chain.embeds) && models.every((model) => answers.has(model));
}

/** Is it known besides whether each of the answers deviates? */
export function isComparedBy(chain: Chain): (row: SheetRow) => boolean {
  const models = modelsOf(chain);
  const isAnswered = isAnsweredBy(chain);
  return (row) => isAnswered(row) && models.every((model) => row.answers.get(model)?.deviates !== undefined);
}

/** Learns a chain's scores. @param rows compared ones */
export function fitChain(chain: Chain, rows: readonly SheetRow[], signals: SignalTable): ChainFit {
  return chain.stages.map((stage, index) => {
    if (!stage.signals) return undefined;
    return rounded(regressionOf(stage, signals.columnsOf(chain, index), rows).fit());
  });
}

/** `scores[stage][row]`; undefined for a stage that is never kept. */
export type StageScores = readonly (ArrayLike<number> | undefined)[];

/** Scores of rows by a chain's fit. What was computed once is remembered: rows are looked at when they are asked about, and at every look. */
export class FittedScores {
  readonly #stages: readonly (FittedStage | undefined)[];

  constructor(chain: Chain, fit: ChainFit, signals: SignalTable) {
    this.#stages = fit.map((stageFit, index) =>
      stageFit ? { fit: stageFit, columns: signals.columnsOf(chain, index), known: [] } : undefined,
    );
  }

  /** @param rows that all models of the chain answered */
  of(rows: readonly SheetRow[]): StageScores {
    return this.#stages.map((stage) => stage && rows.map((row) => scoreAt(stage, row)));
  }

  /** undefined for a stage that is never kept. */
  at(stage: number, row: SheetRow): number | undefined {
    const fitted = this.#stages[stage];
    return fitted && scoreAt(fitted, row);
  }
}

interface FittedStage {
  readonly fit: LogisticFit;
  readonly columns: readonly SignalColumn[];
  /** By the row's place. */
  readonly known: number[];
}

function scoreAt({ fit, columns, known }: FittedStage, row: SheetRow): number {
  const found = known[row.place];
  if (found !== undefined) return found;
  const features = columns.map((column) => column.at(row));
  const score = logisticScore(fit, features);
  known[row.place] = score;
  return score;
}

/**
 * Scores of compared rows by fits that have not seen them; what is estimated from them is not flattered by the fitting. Stages that several chains
 * share are scored once.
 */
export class CrossScores {
  readonly rows: readonly SheetRow[];
  readonly #signals: SignalTable;
  readonly #fits: Map<string, LogisticFit>;
  readonly #known = new Map<string, Float64Array>();

  /** @param fits the last of earlier, smaller sets of rows: where the fitting sets out */
  constructor(rows: readonly SheetRow[], signals: SignalTable, fits = new Map<string, LogisticFit>()) {
    this.rows = rows;
    this.#signals = signals;
    this.#fits = fits;
  }

  /** @param chain that all of the rows are compared for */
  of(chain: Chain): StageScores {
    return chain.stages.map(({ signals }, index) => {
      if (!signals) return undefined;
      const name = stageName(chain, index);
      return remembered(this.#known, name, () => this.#score(chain, index, name));
    });
  }

  #score(chain: Chain, index: number, name: string): Float64Array {
    const columns = this.#signals.columnsOf(chain, index);
    const regression = regressionOf(chain.stages[index] as ChainStage, columns, this.rows);
    const scores = new Float64Array(this.rows.length);
    let fit = this.#fits.get(name);
    for (let fold = 0; fold < FOLDS; fold++) {
      fit = regression.fit({ start: fit, without: (row) => row % FOLDS === fold });
      for (let row = fold; row < scores.length; row += FOLDS) scores[row] = regression.score(fit, row);
    }
    if (fit) this.#fits.set(name, fit);
    return scores;
  }
}

/** The rule that keeps a stage's answers from this score on. */
export function acceptRuleOf(
  signals: readonly Signal[],
  { bias, weights }: LogisticFit,
  at: { readonly atLeast: number; readonly tieShare?: number | undefined; readonly knows?: number | undefined },
): AcceptRule {
  return {
    score: {
      atLeast: at.atLeast,
      bias,
      weights: Object.fromEntries(signals.map((signal, index) => [signalName(signal), weights[index] ?? 0])),
    },
    ...(at.knows === undefined ? {} : { knows: at.knows }),
    ...(at.tieShare === undefined ? {} : { tieShare: at.tieShare }),
  };
}

function regressionOf(
  { signals = [], model }: ChainStage,
  columns: readonly SignalColumn[],
  rows: readonly SheetRow[],
): RidgeLogistic {
  const ridges = signals.map((signal) => ('label' in signal ? LABEL_RIDGE : RIDGE));
  // An unusable answer never agrees.
  const outcomes = rows.map(({ answers }) => answers.get(model)?.deviates === false);
  return new RidgeLogistic({ columns: columns.map((column) => column.of(rows)), outcomes }, ridges);
}

/** As a routing config writes it: thresholds are compared with scores of exactly these weights. */
function rounded({ bias, weights }: LogisticFit): LogisticFit {
  return { bias: digits(bias), weights: weights.map(digits) };
}

function digits(value: number): number {
  return Number(value.toPrecision(9));
}
