import type { Random } from '../random.ts';
import type { StudentInput } from './level.ts';

export interface LabelledInput {
  readonly input: StudentInput;
  readonly label: number;
}

/**
 * The newest labelled items, to learn from again: one pass over a few hundred labels teaches a model much less than several. Bounded by the
 * number of features kept (12 bytes each) rather than of items, since a review has a thousand and a headline ten.
 */
export class ReplayMemory {
  readonly #capacity: number;
  readonly #items: LabelledInput[] = [];
  #features = 0;
  /** Where the oldest item stands: items before it were let go. */
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#items.length - this.#oldest;
  }

  add(item: LabelledInput): void {
    this.#items.push(item);
    this.#features += featuresOf(item);
    while (this.#features > this.#capacity && this.size > 1) this.#features -= featuresOf(this.#take());
  }

  /** @throws RangeError when it is empty */
  draw(random: Random): LabelledInput {
    return this.#at(this.#oldest + random.integer(this.size));
  }

  /** The last so many items, oldest first; fewer where fewer are remembered. */
  newest(count: number): LabelledInput[] {
    return this.#items.slice(Math.max(this.#oldest, this.#items.length - count));
  }

  #take(): LabelledInput {
    const item = this.#at(this.#oldest++);
    // Moving the rest down once half of the array is unused costs constant time per item.
    if (this.#oldest * 2 > this.#items.length) {
      this.#items.splice(0, this.#oldest);
      this.#oldest = 0;
    }
    return item;
  }

  #at(index: number): LabelledInput {
    const item = this.#items[index];
    if (!item) throw new RangeError('nothing has been remembered yet');
    return item;
  }
}

function featuresOf({ input }: LabelledInput): number {
  return input.text.indices.length + (input.embedding?.indices.length ?? 0);
}
