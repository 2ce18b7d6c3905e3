import type { ModelId } from '../../models/chatModel.ts';
import { type AnswerReading, type Signal, type StageAnswer, signalName, signalValue } from '../../policies/signals.ts';
import { remembered } from '../../remembered.ts';
import type { SheetRow } from './answerSheet.ts';
import { type Chain, modelsOf } from './chain.ts';

/** The values of the signals that chains judge answers by, read once per row of one sheet: chains are fitted on the same rows again and again. */
export class SignalTable {
  readonly #reading: AnswerReading;
  readonly #columns = new Map<string, SignalColumn>();

  constructor(reading: AnswerReading) {
    this.#reading = reading;
  }

  /** One a signal, in the stage's order. */
  columnsOf({ stages }: Chain, stage: number): SignalColumn[] {
    const { model = '', signals = [] } = stages[stage] ?? {};
    return signals.map((signal) =>
      remembered(
        this.#columns,
        `${model} by ${signalName(signal)}`,
        () => new SignalColumn(model, signal, this.#reading),
      ),
    );
  }
}

/** One signal of a model's answers, whatever chain it is in. */
export class SignalColumn {
  /** Whose answers it is drawn from, its own model last. */
  readonly #models: readonly ModelId[];
  readonly #signal: Signal;
  readonly #reading: AnswerReading;
  /** By the row's place. */
  readonly #known: number[] = [];

  constructor(model: ModelId, signal: Signal, reading: AnswerReading) {
    this.#models = 'model' in signal ? [signal.model, model] : [model];
    this.#signal = signal;
    this.#reading = reading;
  }

  /** @param row that the model answered, and the one before it that the signal compares it with */
  at(row: SheetRow): number {
    const known = this.#known[row.place];
    if (known !== undefined) return known;
    const answers: StageAnswer[] = [];
    for (const model of this.#models) {
      const seen = row.answers.get(model);
      if (seen) answers.push(seen.answer);
    }
    const value = signalValue(this.#signal, answers, row.facts, this.#reading);
    this.#known[row.place] = value;
    return value;
  }

  of(rows: readonly SheetRow[]): Float64Array {
    // No `Float64Array.from`, which takes ten times as long: this is done for every chain.
    const values = new Float64Array(rows.length);
    for (let index = 0; index < rows.length; index++) values[index] = this.at(rows[index] as SheetRow);
    return values;
  }
}

/** A stage's score depends on the answers of the stages before it, not on whether they may be kept. */
export function stageName(chain: Chain, stage: number): string {
  const signals = chain.stages[stage]?.signals?.map(signalName).join(',');
  return `${modelsOf(chain)
    .slice(0, stage + 1)
    .join(' > ')} by ${signals}`;
}
