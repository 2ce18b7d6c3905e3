/** In Unicode's composed form (NFC), without white space or a byte order mark around it. */
export function normalised(text: string): string {
  return text.normalize('NFC').trim();
}

/** Letter for letter, once both are normalised: case, punctuation and inner white space count. */
export function sameExact(one: string, other: string): boolean {
  return normalised(one) === normalised(other);
}
