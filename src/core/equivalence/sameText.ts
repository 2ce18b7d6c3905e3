/** A rule that needs nobody's help. Symmetric, and every text says the same as itself. */
export type SameText = (one: string, other: string) => boolean;
