/**
 * Unicode sets U+FDD0 to U+FDEF aside for use inside a program: no text from outside may hold them. The readers mark places in
 * a template with them, so text from a file or a row loses them first, and no row value can ever pass for such a mark.
 */
const noncharacters = /[\uFDD0-\uFDEF]/g;

/** Puts the replacement character in the place of each noncharacter; the length stays. */
export function withoutNoncharacters(text: string): string {
  return text.replace(noncharacters, '\uFFFD');
}
