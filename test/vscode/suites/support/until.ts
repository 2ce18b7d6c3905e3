/** Waits for what the editor does in its own time. Rejects with `what` when it has not come about. @returns the value, once it is neither undefined nor false */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  waitMs = 15_000,
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + waitMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    if (performance.now() > end) throw new Error(`It did not come about in ${waitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
