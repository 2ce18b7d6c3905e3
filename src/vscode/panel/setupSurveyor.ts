import type { SetupSurvey } from '../../engine/worker/setupSurvey.ts';

/** Soon enough to feel live, late enough that typing a number surveys once. */
const QUIET_MS = 120;

/** Keeps one survey up to date: the newest setup wins, older questions under way are given up. */
export class SetupSurveyor {
  readonly #survey: (signal: AbortSignal) => Promise<SetupSurvey | undefined>;
  readonly #onDidChange: (error: unknown) => void;
  #current: SetupSurvey | undefined;
  #stop = new AbortController();
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #busy = false;

  /** @param onDidChange told the error where the survey failed, else undefined */
  constructor(
    survey: (signal: AbortSignal) => Promise<SetupSurvey | undefined>,
    onDidChange: (error: unknown) => void,
  ) {
    this.#survey = survey;
    this.#onDidChange = onDidChange;
  }

  /** Of the last setup that was surveyed; undefined: none yet. */
  get current(): SetupSurvey | undefined {
    return this.#current;
  }

  /** The setup has changed since `current`. */
  get busy(): boolean {
    return this.#busy;
  }

  /** @param forget the last survey is of another prompt and says nothing about this one */
  refresh(forget?: 'forget'): void {
    if (forget) this.#current = undefined;
    this.#busy = true;
    this.#stop.abort();
    this.#stop = new AbortController();
    clearTimeout(this.#waiting);
    const { signal } = this.#stop;
    this.#waiting = setTimeout(() => void this.#run(signal), QUIET_MS);
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.#stop.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failed: unknown;
    try {
      const survey = await this.#survey(signal);
      if (!signal.aborted) this.#current = survey;
    } catch (error) {
      failed = error;
    }
    if (signal.aborted) return; // a newer one is on its way
    this.#busy = false;
    this.#onDidChange(failed);
  }
}
