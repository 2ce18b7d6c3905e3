import { type AnswerReading, type Signal, signalName, signalValue } from '../../policies/signals.ts';
import type { SheetRow } from './answerSheet.ts';
import { type Chain, modelsOf } from './chain.ts';

/** The values of the signals that chains judge answers by, read once per row of one sheet: chains are fitted on the same rows again and again. */
export class SignalTable {
  readonly #reading: AnswerReading;
  /** By stage, then by the row's place. */
  readonly #known = new Map<string, Float64Array[]>();

  constructor(reading: AnswerReading) {
    this.#reading = reading;
  }

  /** A value a signal, in the stage's order. @param rows that all models up to the stage answered */
  of(chain: Chain, stage: number, rows: readonly SheetRow[]): Float64Array[] {
    const key = stageName(chain, stage);
    const known = this.#known.get(key) ?? [];
    this.#known.set(key, known);
    const models = modelsOf(chain).slice(0, stage + 1);
    const signals = chain.stages[stage]?.signals ?? [];
    return rows.map((row) => {
      const found = known[row.place];
      if (found) return found;
      const answers = models.flatMap((model) => row.answers.get(model)?.answer ?? []);
      // No `Float64Array.from`, which takes ten times as long: this is done for every row and every chain.
      const values = new Float64Array(signals.length);
      for (let index = 0; index < signals.length; index++)
        values[index] = signalValue(signals[index] as Signal, answers, row.facts, this.#reading);
      known[row.place] = values;
      return values;
    });
  }
}

/** A stage's score depends on the answers of the stages before it, not on whether they may be kept. */
export function stageName(chain: Chain, stage: number): string {
  const signals = chain.stages[stage]?.signals?.map(signalName).join(',');
  return `${modelsOf(chain)
    .slice(0, stage + 1)
    .join(' > ')} by ${signals}`;
}
