import { Journal, type JournalStore } from '../../src/core/calls/journal.ts';

/** A journal store in memory; `lines` is what a file would hold. */
export class MemoryStore implements JournalStore {
  readonly lines: string[] = [];

  append(line: string): void {
    this.lines.push(line.trimEnd());
  }

  /** What the next run would see. */
  reopened(): Journal {
    return new Journal(this, [...this.lines]);
  }

  ofType(type: string): Record<string, unknown>[] {
    return this.lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((record) => record['type'] === type);
  }
}
