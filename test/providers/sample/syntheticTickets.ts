import { createRandom, type Random } from '../../../src/core/random.ts';
import type { TrainingRow } from '../../../src/providers/sample/trainSampleModels.ts';

const syllables = ['ba', 'ko', 'ri', 'te', 'mu', 'shi', 'lo', 've', 'na', 'dro', 'pel', 'gan'];
const endings = ['', 's', 'ed', 'ing'];

/**
 * Tickets in an invented language, in which every label has favourite stems and every stem takes one of four endings: seeing more rows,
 * and seeing through endings, helps.
 */
export function syntheticTickets(count: number, seed: number): readonly TrainingRow[] {
  const random = createRandom(seed);
  const labels = ['alpha', 'beta', 'gamma', 'delta'];
  return Array.from({ length: count }, () => {
    const label = labels[random.integer(labels.length)] ?? '';
    const words = Array.from({ length: 4 + random.integer(12) }, () => word(random, labels.indexOf(label)));
    return { ticket: words.join(' '), label };
  });
}

/** One word in five is a favourite of the label; the others may be anyone's. */
function word(random: Random, label: number): string {
  const favourite = random.uniform() < 0.2;
  const stemNumber = favourite ? label + 4 * random.integer(100) : random.integer(400);
  const stem = [stemNumber, 7 * stemNumber + 3, Math.floor(stemNumber / 12)].map((n) => syllables[n % 12]).join('');
  return stem + (endings[random.integer(endings.length)] ?? '');
}
