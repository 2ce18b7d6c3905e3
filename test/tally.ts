/** How many tests of each kind. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * What a finished suite adds to the counts, read from what it printed as mocha prints it. A runner that died, or that found nothing to run, is a
 * failure even if it counted none.
 * @param code exit code; null: ended by a signal
 */
export function tallyOf({ code, text }: { readonly code: number | null; readonly text: string }): Tally {
  const count = (word: string): number => Number(new RegExp(`^\\s+(\\d+) ${word}`, 'm').exec(text)?.[1] ?? 0);
  const [passed, failed, skipped] = [count('passing'), count('failing'), count('pending')];
  const unsaid = (code !== 0 && failed === 0) || passed + failed + skipped === 0;
  return { passed, failed: failed + (unsaid ? 1 : 0), skipped };
}
