import { remembered } from '../../remembered.ts';
import { mean } from '../../statistics/mean.ts';
import type { LogisticFit } from '../../statistics/ridgeLogistic.ts';
import type { SheetRow } from './answerSheet.ts';
import { type Chain, modelsOf } from './chain.ts';
import { CrossScores, isComparedBy, type StageScores } from './chainScores.ts';
import { embeddingUSD } from './keepPath.ts';
import { referenceCosts } from './referenceCosts.ts';
import type { SignalTable } from './signalTable.ts';

/** Rows that can tell what a chain is worth. */
export interface ComparedRows {
  readonly rows: readonly SheetRow[];
  /** Mean cost of all of the chain's models. When certifying, a model is asked also about what it would be skipped for. */
  readonly itemCostUSD: number;
}

/** The rows of a warm-up, as ways to answer are looked at on them: what several ways need is worked out once. */
export class WarmUpView {
  readonly rows: readonly SheetRow[];
  readonly referenceCostOf: (row: SheetRow) => number;
  readonly #scores: CrossScores;
  readonly #compared = new Map<string, ComparedRows>();

  /** @param fits see CrossScores */
  constructor(rows: readonly SheetRow[], signals: SignalTable, fits?: Map<string, LogisticFit>) {
    this.rows = rows;
    this.referenceCostOf = referenceCosts(rows);
    this.#scores = new CrossScores(signals, fits);
  }

  compared(chain: Chain): ComparedRows {
    const models = modelsOf(chain);
    return remembered(this.#compared, `${models.join(' > ')}${chain.embeds ? ' embedded' : ''}`, () => {
      const rows = this.rows.filter(isComparedBy(chain));
      const costs = rows.map((row) =>
        models.reduce((sum, model) => sum + (row.answers.get(model)?.costUSD ?? 0), embeddingUSD(chain, row)),
      );
      return { rows, itemCostUSD: mean(costs) };
    });
  }

  /** Of the compared rows. */
  scores(chain: Chain): StageScores {
    return this.#scores.of(chain, this.compared(chain).rows);
  }
}
