import type { JsonValue } from '../jsonValue.ts';
import type { DatasetItem } from './datasetItem.ts';
import { goldColumnOf, goldText, severalGoldColumns } from './goldColumn.ts';
import { lineFinding } from './lineFinding.ts';
import { type Expectation, expectationOfCell, promptfooTest } from './promptfooTest.ts';
import type { ValuesRecord } from './recordReader.ts';
import type { RowValues } from './row.ts';

export interface RowOptions {
  /** Columns that stay among a row's values even when they hold the expected answer, since the template uses them. Default: none. */
  readonly keep?: readonly string[];
}

/** Makes rows of raw ones: numbers them and takes the expected answer out of their values. One maker per dataset. */
export class RowMaker {
  readonly #keep: ReadonlySet<string>;
  #nextIndex = 0;
  /** Settled by the first row that has one. */
  #goldColumn: string | undefined;
  #isGoldTold = false;
  #isOtherKindTold = false;

  constructor(options: RowOptions) {
    this.#keep = new Set(options.keep);
  }

  /** The row, after what there is to say because of it. */
  items(record: ValuesRecord): readonly DatasetItem[] {
    const { line } = record;
    const items: DatasetItem[] = [];
    const test = promptfooTest(record.values);
    const all = test?.values ?? record.values;
    this.#settleGoldColumn(all, line, items);
    const column = this.#goldColumn;
    const expectations = test?.expectations ?? [];
    const inColumn = column === undefined ? undefined : expectationInColumn(column, all[column]);
    this.#tellOtherKind([...expectations, inColumn], line, items);

    const asserted = goldOf(expectations);
    const gold = asserted ?? goldOf([inColumn]);
    if (gold !== undefined && !this.#isGoldTold) {
      this.#isGoldTold = true;
      items.push({ kind: 'gold-column', column: asserted === undefined ? (column ?? '') : 'assert' });
    }
    const values = column === undefined || this.#keep.has(column) ? all : without(all, column);
    items.push({ kind: 'row', row: { index: this.#nextIndex++, line, values, gold } });
    return items;
  }

  #settleGoldColumn(values: RowValues, line: number, items: DatasetItem[]): void {
    if (this.#goldColumn !== undefined) return;
    const columns = Object.keys(values);
    this.#goldColumn = goldColumnOf(columns);
    const finding = severalGoldColumns(columns, line);
    if (finding !== undefined) items.push({ kind: 'remark', finding });
  }

  #tellOtherKind(expectations: readonly (Expectation | undefined)[], line: number, items: DatasetItem[]): void {
    if (this.#isOtherKindTold) return;
    const other = expectations.find((expectation) => expectation?.otherKind !== undefined);
    if (other === undefined) return;
    this.#isOtherKindTold = true;
    const message = `The row on line ${line} expects its answer by "${other.otherKind}", which is no exact answer: such rows count as without one. Only "equals" is used.`;
    const finding = lineFinding({ code: 'assertion-not-gold', severity: 'warning', message, line });
    items.push({ kind: 'remark', finding });
  }
}

function expectationInColumn(column: string, value: JsonValue | undefined): Expectation {
  return column.toLowerCase() === '__expected' && typeof value === 'string'
    ? expectationOfCell(value)
    : { gold: value, otherKind: undefined };
}

function goldOf(expectations: readonly (Expectation | undefined)[]): string | undefined {
  return expectations.map((expectation) => goldText(expectation?.gold)).find((gold) => gold !== undefined);
}

function without(values: RowValues, column: string): RowValues {
  const { [column]: _, ...others } = values;
  return others;
}
