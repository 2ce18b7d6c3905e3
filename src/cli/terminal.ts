/** Where a command writes and what it may ask. Results go to `out`, everything else to `log`, so that output can be piped. */
export interface Terminal {
  out(text: string): void;
  log(text: string): void;
  /** All of standard input. */
  input(): Promise<string>;
  /** Replaces the last transient line; undefined where nobody is watching. */
  readonly transient: ((line: string) => void) | undefined;
  /** Asks a yes/no question; undefined where nobody could answer. */
  readonly confirm: ((question: string, signal: AbortSignal) => Promise<boolean>) | undefined;
}
