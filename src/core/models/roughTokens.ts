const LAST_ASCII = 0x7f;

/**
 * Tokens of a text within some tens of percent, in no time and without a vocabulary: what is shown until `loadTokenEstimator` has loaded its own. About
 * four ASCII characters make a token, and about one and a half others.
 */
export function roughTokens(text: string): number {
  let others = 0;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > LAST_ASCII) others++;
  return Math.ceil((text.length - others) / 4 + others / 1.5);
}
