import { createRandom, type Random } from '../../src/core/random.ts';

const FILLERS = 'please look at this when there is time because my team waits for an answer since monday'.split(' ');

export interface KnowableInput {
  readonly text: string;
  /** One word of the text tells it. */
  readonly isEasy: boolean;
}

/** Texts of random words, each with a word that tells whether it is easy. */
export function knowableInputs(
  count: number,
  { seed, easyShare = 0.6 }: { seed: number; easyShare?: number },
): KnowableInput[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const isEasy = random.uniform() < easyShare;
    const words = Array.from({ length: 6 }, () => wordOf(random));
    return { isEasy, text: [...words.slice(0, 3), isEasy ? 'invoice' : 'lawsuit', ...words.slice(3), index].join(' ') };
  });
}

function wordOf(random: Random): string {
  return FILLERS[random.integer(FILLERS.length)] ?? '';
}
