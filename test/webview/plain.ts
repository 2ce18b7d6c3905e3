/** The text with ordinary spaces where it may not be broken. */
export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
