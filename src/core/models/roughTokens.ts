/**
 * Tokens of a text within some tens of percent, in no time and without a vocabulary: what is shown until `loadTokenEstimator` has loaded its own. About
 * four ASCII characters make a token, and about one and a half others.
 */
export function roughTokens(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  const others = text.length - text.replace(/[^\x00-\x7f]/g, '').length;
  return Math.ceil((text.length - others) / 4 + others / 1.5);
}
