/** Waiting lessons beyond which those that nothing rests on are dropped: learning must not fall ever further behind. */
const mostWaiting = 200;

/** By then the request is on its way: a lesson right away would hold it up. */
const untilSentMs = 2;

/**
 * What the student has yet to learn. A lesson takes milliseconds, which `run` must not wait for. So it becomes due when the stages are next
 * asked, and is learned while their answer is on its way, one lesson a turn of the event loop. When items come one at a time, `finish` before each
 * decision makes what the student knows by then depend on the items alone and not on how long anything took.
 */
export class Lessons {
  readonly #notDue: (() => void)[] = [];
  readonly #due: (() => void)[] = [];
  readonly #afterwards: () => void;
  #isScheduled = false;

  /** @param afterwards called in the background when nothing is due any more; must not throw */
  constructor(afterwards: () => void) {
    this.#afterwards = afterwards;
  }

  /** @param isNeeded something rests on it besides knowledge: an audit has to be settled */
  add(lesson: () => void, isNeeded: boolean): void {
    if (isNeeded || this.#notDue.length + this.#due.length < mostWaiting) this.#notDue.push(lesson);
  }

  /** The stages are being asked. */
  release(): void {
    this.#due.push(...this.#notDue.splice(0));
    this.#schedule();
  }

  /** Learns all that is due, at once. */
  finish(): void {
    for (const lesson of this.#due.splice(0)) lesson();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setTimeout(() => this.#learnOne(), untilSentMs);
  }

  #learnOne(): void {
    this.#due.shift()?.();
    if (this.#due.length > 0) {
      setImmediate(() => this.#learnOne());
      return;
    }
    this.#isScheduled = false;
    this.#afterwards();
  }
}
