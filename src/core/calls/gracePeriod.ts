import type { Clock } from './clock.ts';

/** How long calls under way may still come home after a cancel, in milliseconds: they are paid for. */
const GRACE_MS = 800;

/**
 * Lets calls under way outlive a cancel for a moment. One listener and one timer per signal, however many calls there are: a signal of its own for
 * each call and its listeners were a tenth of a call's processor time.
 */
export class GracePeriod {
  readonly #clock: Clock;
  readonly #underWay = new WeakMap<AbortSignal, Set<AbortController>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs the call with a signal that is aborted, for the same reason, only when the grace period after `signal`'s abort is over. */
  async run<T>(call: (hard: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const group = this.#groupOf(signal);
    const hard = new AbortController();
    group.add(hard);
    try {
      return await call(hard.signal);
    } finally {
      group.delete(hard);
    }
  }

  #groupOf(signal: AbortSignal): Set<AbortController> {
    const existing = this.#underWay.get(signal);
    if (existing) return existing;
    const group = new Set<AbortController>();
    this.#underWay.set(signal, group);
    signal.addEventListener('abort', () => void this.#end(group, signal.reason), { once: true });
    return group;
  }

  async #end(group: ReadonlySet<AbortController>, reason: unknown): Promise<void> {
    await this.#clock.sleep(GRACE_MS, new AbortController().signal);
    for (const hard of group) hard.abort(reason);
  }
}
