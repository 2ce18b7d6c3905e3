import { LabelSet, withoutFrame } from './labelSet.ts';
import type { SameText } from './sameText.ts';

/**
 * Both name the same label. Texts that name no label, or several, deviate from everything but texts that are the same letters
 * without regard to case and to what is wrapped around them.
 *
 * @param labels may be empty: then only that last rule is left
 */
export function sameLabel(labels: readonly string[]): SameText {
  const set = new LabelSet(labels);
  return (one, other) => {
    const first = set.read(one);
    const second = set.read(other);
    return first === undefined && second === undefined ? withoutFrame(one) === withoutFrame(other) : first === second;
  };
}
