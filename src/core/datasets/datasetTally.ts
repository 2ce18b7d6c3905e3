import type { Finding } from '../findings.ts';
import { DatasetError } from './datasetError.ts';
import type { DatasetItem } from './datasetItem.ts';

const maximumFindings = 20;
const maximumLabels = 200;
const maximumLabelCharacters = 200;

/** Counts what one pass over a dataset gives. Holds the first findings and the labels, never rows. */
export class DatasetTally {
  readonly #file: string;
  readonly #findings: Finding[] = [];
  #labels: Set<string> | undefined = new Set();
  #rows = 0;
  #malformed = 0;
  #goldColumn: string | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  get rows(): number {
    return this.#rows;
  }

  get malformed(): number {
    return this.#malformed;
  }

  /** The first 20. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  get goldColumn(): string | undefined {
    return this.#goldColumn;
  }

  /** In order of appearance; `undefined` when there are none, over 200, or any over 200 characters. */
  get goldLabels(): readonly string[] | undefined {
    return this.#labels === undefined || this.#labels.size === 0 ? undefined : [...this.#labels];
  }

  /** @throws DatasetError when the item says that the dataset cannot be read. */
  add(item: DatasetItem): void {
    if (item.kind === 'row') {
      this.#rows++;
      if (item.row.gold !== undefined) this.#addLabel(item.row.gold);
    } else if (item.kind === 'gold-column') {
      this.#goldColumn = item.column;
    } else {
      if (item.kind === 'malformed') this.#malformed++;
      if (this.#findings.length < maximumFindings) this.#findings.push(item.finding);
      if (item.kind === 'refused') throw this.#unusable(item.finding);
    }
  }

  /** @throws DatasetError when no row was counted. */
  requireRows(): void {
    if (this.#rows > 0) return;
    const first = this.#findings.find((finding) => finding.severity === 'error');
    if (first === undefined) {
      throw new DatasetError(`${this.#file} holds no rows; add at least one.`, { file: this.#file, reason: 'empty' });
    }
    throw this.#unusable(first, this.#malformed > 1 ? `None of its ${this.#malformed} rows could be read. ` : '');
  }

  #unusable(finding: Finding, count = ''): DatasetError {
    return new DatasetError(`${this.#file} cannot be used as a dataset. ${count}${finding.message}`, {
      file: this.#file,
      reason: 'malformed',
      line: finding.range.start.line + 1,
      findings: this.#findings,
    });
  }

  #addLabel(label: string): void {
    if (this.#labels === undefined || this.#labels.has(label)) return;
    if (this.#labels.size === maximumLabels || label.length > maximumLabelCharacters) this.#labels = undefined;
    else this.#labels.add(label);
  }
}
