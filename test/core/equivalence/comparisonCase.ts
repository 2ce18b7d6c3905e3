/** Two texts and whether they say the same. Every case is checked in both directions. */
export interface ComparisonCase {
  readonly one: string;
  readonly other: string;
  readonly same: boolean;
  readonly why: string;
}

export function titleOf({ one, other, same, why }: ComparisonCase): string {
  return `${JSON.stringify(one)} ${same ? 'equals' : 'deviates from'} ${JSON.stringify(other)}: ${why}`;
}
