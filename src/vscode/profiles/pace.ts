/** How long something will still take, by how fast it went lately: an answer from the journal comes at once, one from a provider does not. */
export class Pace {
  readonly #samples: { readonly atMs: number; readonly items: number }[] = [];

  /** @returns seconds until `itemLimit` at this pace, undefined until there is one */
  secondsLeft(atMs: number, items: number, itemLimit: number): number | undefined {
    this.#samples.push({ atMs, items });
    while (this.#samples.length > 2 && (this.#samples[0]?.atMs ?? 0) < atMs - WINDOW_MS) this.#samples.shift();
    const [first] = this.#samples;
    if (!first || first.items >= items || atMs - first.atMs < LEAST_MS) return undefined;
    return ((itemLimit - items) * (atMs - first.atMs)) / (items - first.items) / 1000;
  }
}

const WINDOW_MS = 15_000;
/** Sooner it would only be a guess. */
const LEAST_MS = 2000;
