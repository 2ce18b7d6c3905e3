/** Parts of a request that some models refuse: token log-probabilities; temperature and top-p. */
export type OptionalPart = 'logprobs' | 'sampling';

export interface ProbedCall<T> {
  readonly wanted: readonly OptionalPart[];
  readonly signal: AbortSignal;
  attempt(parts: ReadonlySet<OptionalPart>): Promise<T>;
  /**
   * Which of `parts` the provider names in refusing the call; `'unnamed'`: it refuses the call but names nothing;
   * undefined: the failure is of another kind.
   */
  refused(error: unknown, parts: ReadonlySet<OptionalPart>): OptionalPart | 'unnamed' | undefined;
}

/**
 * Finds out, once per model, which optional parts it takes. The first call that asks for a part nobody asked for before goes
 * alone; when the provider refuses it (which costs nothing), it is sent again without the part. Calls made meanwhile wait for
 * that verdict. A part counts as refused only when the call then succeeds without it, so no error text is interpreted.
 */
export class ParameterProbe {
  readonly #accepted: Set<OptionalPart>;
  readonly #refused = new Set<OptionalPart>();
  readonly #underWay = new Map<OptionalPart, Promise<void>>();

  /** @param accepted parts known to be taken, for which no call needs to wait. */
  constructor(accepted: readonly OptionalPart[] = []) {
    this.#accepted = new Set(accepted);
  }

  /** Whether the model takes the part; undefined: not yet known. */
  takes(part: OptionalPart): boolean | undefined {
    if (this.#refused.has(part)) return false;
    return this.#accepted.has(part) ? true : undefined;
  }

  /** Records that asking for the part is of no use, although the provider does not object. */
  giveUp(part: OptionalPart): void {
    this.#refused.add(part);
  }

  async send<T>(call: ProbedCall<T>): Promise<T> {
    const unknown = call.wanted.filter((part) => this.takes(part) === undefined);
    const untried = unknown.filter((part) => !this.#underWay.has(part));
    if (unknown.length > untried.length) await this.#verdicts(unknown, call.signal);
    if (untried.length === 0) return this.#sendWithout(call);

    const sent = this.#sendWithout(call);
    const settled = sent.then(doNothing, doNothing);
    for (const part of untried) this.#underWay.set(part, settled);
    return sent;
  }

  async #sendWithout<T>(call: ProbedCall<T>): Promise<T> {
    const parts = new Set(call.wanted.filter((part) => this.takes(part) !== false));
    const dropped = new Set<OptionalPart>();
    for (;;) {
      try {
        const answer = await call.attempt(parts);
        for (const part of parts) this.#accepted.add(part);
        for (const part of dropped) this.#refused.add(part);
        return answer;
      } catch (error) {
        const part = this.#blame(call.refused(error, parts), parts);
        if (part === undefined) throw error;
        parts.delete(part);
        dropped.add(part);
      }
    }
  }

  /** An unnamed refusal is laid on the parts that no call has yet got through with, one at a time. */
  #blame(refused: OptionalPart | 'unnamed' | undefined, parts: ReadonlySet<OptionalPart>): OptionalPart | undefined {
    if (refused !== 'unnamed') return refused;
    return [...parts].find((part) => !this.#accepted.has(part));
  }

  async #verdicts(parts: readonly OptionalPart[], signal: AbortSignal): Promise<void> {
    const { promise: aborted, release } = rejectionOf(signal);
    try {
      await Promise.race([Promise.all(parts.flatMap((part) => this.#underWay.get(part) ?? [])), aborted]);
    } finally {
      release();
    }
  }
}

function doNothing(): void {
  // Whoever made the probing call sees its outcome; the calls that waited for it go on either way.
}

function rejectionOf(caller: AbortSignal) {
  // Of one's own, since many calls may wait on one signal and Node warns of a signal with many listeners.
  const signal = AbortSignal.any([caller]);
  let release = doNothing;
  const promise = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    release = () => signal.removeEventListener('abort', abort);
  });
  return { promise, release };
}
