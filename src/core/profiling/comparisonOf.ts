import type { Equivalence } from '../equivalence/equivalence.ts';
import type { ProfileResult } from './profile.ts';

/** A rule of comparison as data, for a config to compare by. */
export function comparisonOf({ name, reason, labels, tolerance, fields }: Equivalence): ProfileResult['equivalence'] {
  return { name, reason, labels, tolerance, fields };
}
