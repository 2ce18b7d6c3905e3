import { createRandom, shuffled } from '../../../src/core/random.ts';

export interface StreamItem {
  readonly text: string;
  readonly gold: string;
  /** The expert's answer; empty where it gave none that counts. */
  readonly expert: string;
}

/** `shuffled` by seed; `length`: short texts first; `group`: shuffled, but everything that mentions one common subject comes last. */
export function orders(items: readonly StreamItem[], order: string, seed: number): readonly StreamItem[] {
  const mixed = shuffled(items, createRandom(seed));
  if (order === 'shuffled') return mixed;
  if (order === 'length') return mixed.sort((one, other) => one.text.length - other.text.length);
  if (order !== 'group') throw new RangeError(`no order ${order}: shuffled, length or group`);
  const subject = groupWord(items);
  return mixed.sort((one, other) => Number(wordsOf(one.text).has(subject)) - Number(wordsOf(other.text).has(subject)));
}

/** The paper held comedies back, a third of its reviews; a recording has no categories, so: the long word in nearest to a fifth of the texts. */
function groupWord(items: readonly StreamItem[]): string {
  const counts = new Map<string, number>();
  for (const { text } of items)
    for (const word of wordsOf(text)) if (word.length >= 5) counts.set(word, (counts.get(word) ?? 0) + 1);
  const distance = ([, count]: readonly [string, number]) => Math.abs(count / items.length - 0.2);
  return [...counts].reduce((best, next) => (distance(next) < distance(best) ? next : best))[0];
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}+/gu));
}
