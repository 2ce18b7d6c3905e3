import { remembered } from '../../remembered.ts';
import { mean } from '../../statistics/mean.ts';
import type { LogisticFit } from '../../statistics/ridgeLogistic.ts';
import type { SheetRow } from './answerSheet.ts';
import { type Chain, modelsOf } from './chain.ts';
import { CrossScores, isComparedBy } from './chainScores.ts';
import { embeddingUSD } from './keepPath.ts';
import { referenceCosts } from './referenceCosts.ts';
import type { SignalTable } from './signalTable.ts';

/** What the compared rows of a chain tell. */
export interface ComparedRows {
  /** Of these rows, for all chains that are compared on the same ones. */
  readonly scores: CrossScores;
  /** Mean cost of all of the chain's models. When certifying, a model is asked also about what it would be skipped for. */
  readonly itemCostUSD: number;
}

/** The rows of a warm-up, as ways to answer are looked at on them: what several ways need is worked out once. */
export class WarmUpView {
  readonly rows: readonly SheetRow[];
  readonly referenceCostOf: (row: SheetRow) => number;
  readonly #newScores: (rows: readonly SheetRow[]) => CrossScores;
  readonly #scores: CrossScores[] = [];
  readonly #compared = new Map<string, ComparedRows>();

  /** @param fits see CrossScores */
  constructor(rows: readonly SheetRow[], signals: SignalTable, fits?: Map<string, LogisticFit>) {
    this.rows = rows;
    this.referenceCostOf = referenceCosts(rows);
    this.#newScores = (compared) => new CrossScores(compared, signals, fits);
  }

  compared(chain: Chain): ComparedRows {
    const models = modelsOf(chain);
    return remembered(this.#compared, `${models.join(' > ')}${chain.embeds ? ' embedded' : ''}`, () => {
      const rows = this.rows.filter(isComparedBy(chain));
      const costs = rows.map((row) =>
        models.reduce((sum, model) => sum + (row.answers.get(model)?.costUSD ?? 0), embeddingUSD(chain, row)),
      );
      return { scores: this.#scoresOf(rows), itemCostUSD: mean(costs) };
    });
  }

  #scoresOf(rows: readonly SheetRow[]): CrossScores {
    const known = this.#scores.find((scores) => isSame(scores.rows, rows));
    if (known) return known;
    const scores = this.#newScores(rows);
    this.#scores.push(scores);
    return scores;
  }
}

function isSame(some: readonly SheetRow[], others: readonly SheetRow[]): boolean {
  return some.length === others.length && some.every((row, index) => row === others[index]);
}
