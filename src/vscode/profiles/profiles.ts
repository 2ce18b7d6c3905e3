import { EventEmitter } from 'node:events';
import type { Failure } from '../../engine/worker/failure.ts';
import type { ProfileNotice, ProfileOrder } from '../../engine/worker/protocol.ts';
import type { WorldFacts } from '../../engine/worker/worldFacts.ts';
import { EngineFailureError, type EngineThread } from './engineThread.ts';
import { Pace } from './pace.ts';
import type { RunRecord, RunRecords } from './runRecords.ts';
import type { SavedOutcome, SavedOutcomes } from './savedOutcomes.ts';

type Progress = Extract<ProfileNotice, { type: 'progress' }>;

/** Where a prompt's profile stands. */
export type ProfileStanding =
  | { readonly phase: 'none' }
  | {
      readonly phase: 'running';
      readonly order: ProfileOrder;
      readonly progress: Progress | undefined;
      readonly secondsLeft: number | undefined;
      /** Asked to stop; calls under way are coming home. */
      readonly cancelling: boolean;
    }
  | ({ readonly phase: 'done' } & SavedOutcome)
  | { readonly phase: 'failed'; readonly failure: Failure };

export interface ProfilesDeps {
  /** A thread of its own for each profile, so that one cannot hold up another. */
  readonly newThread: () => EngineThread;
  readonly factsFor: (order: ProfileOrder) => Promise<WorldFacts>;
  readonly records: RunRecords;
  readonly outcomes: SavedOutcomes;
  readonly now: () => number;
}

interface Run {
  readonly order: ProfileOrder;
  readonly stop: AbortController;
  readonly thread: EngineThread;
  /** The journal's lock will refuse a second run; until then the other window's record is left alone. */
  readonly record: 'new' | 'gone on with' | 'of another window';
  standing: Extract<ProfileStanding, { phase: 'running' }>;
  /** Every check is passed and calls go out: from here on there may be something to go on with. */
  calling: boolean;
  readonly ended: Promise<void>;
}

/** All profiles of this window: those that run, and how the last one of each prompt ended. At most one a prompt at a time. */
export class Profiles {
  readonly #deps: ProfilesDeps;
  readonly #runs = new Map<string, Run>();
  readonly #ends = new Map<string, Extract<ProfileStanding, { phase: 'none' | 'done' | 'failed' }>>();
  readonly #changes = new EventEmitter();
  #disposed = false;

  constructor(deps: ProfilesDeps) {
    this.#deps = deps;
  }

  /** Told the prompt file whose standing has changed. */
  onDidChange(listener: (promptFile: string) => void): { dispose(): void } {
    this.#changes.on('change', listener);
    return { dispose: () => void this.#changes.off('change', listener) };
  }

  standingOf(promptFile: string): ProfileStanding {
    const run = this.#runs.get(promptFile);
    if (run) return run.standing;
    const end = this.#ends.get(promptFile);
    if (end) return end;
    const saved = this.#deps.outcomes.of(promptFile);
    const standing: ProfileStanding = saved ? { phase: 'done', ...saved } : { phase: 'none' };
    this.#ends.set(promptFile, standing);
    return standing;
  }

  get running(): readonly Extract<ProfileStanding, { phase: 'running' }>[] {
    return [...this.#runs.values()].map(({ standing }) => standing);
  }

  resumableOf(promptFile: string): RunRecord | undefined {
    return this.#deps.records.resumableOf(promptFile);
  }

  /** Does nothing while this prompt's profile runs already. Resolves when it has ended, however that was. */
  start(order: ProfileOrder): Promise<void> {
    const under = this.#runs.get(order.promptFile);
    if (under) return under.ended;
    const { promptFile } = order;
    const stop = new AbortController();
    const thread = this.#deps.newThread();
    this.#ends.delete(promptFile);
    const { records } = this.#deps;
    const record = records.runsElsewhere(promptFile)
      ? 'of another window'
      : records.resumableOf(promptFile)
        ? 'gone on with'
        : 'new';
    if (record !== 'of another window') records.begin(order);
    const standing = {
      phase: 'running',
      order,
      progress: undefined,
      secondsLeft: undefined,
      cancelling: false,
    } as const;
    const run: Run = {
      order,
      stop,
      thread,
      record,
      standing,
      calling: false,
      ended: Promise.resolve().then(() => this.#carryOut(run)),
    };
    this.#runs.set(promptFile, run);
    this.#changed(promptFile);
    return run.ended;
  }

  cancel(promptFile: string): void {
    const run = this.#runs.get(promptFile);
    if (!run) return;
    run.standing = { ...run.standing, cancelling: true };
    run.stop.abort();
    this.#changed(promptFile);
  }

  /** From a result or a failure back to the setup. */
  forget(promptFile: string): void {
    this.#ends.set(promptFile, { phase: 'none' });
    this.#deps.outcomes.remove(promptFile);
    this.#changed(promptFile);
  }

  /** Notes what became of a result. */
  mark(promptFile: string, marks: Partial<Omit<SavedOutcome, 'outcome'>>): void {
    const standing = this.standingOf(promptFile);
    if (standing.phase !== 'done') return;
    const { phase: _, ...saved } = standing;
    this.#finish(promptFile, { ...saved, ...marks });
  }

  /** Ends the threads. Records of what ran stay `running`, so that going on is offered at the next start. */
  dispose(): void {
    this.#disposed = true;
    for (const { thread } of this.#runs.values()) thread.dispose();
    this.#changes.removeAllListeners();
  }

  async #carryOut(run: Run): Promise<void> {
    const { order, stop, thread } = run;
    const { promptFile } = order;
    const pace = new Pace();
    try {
      const world = await this.#deps.factsFor(order);
      const outcome = await thread.ask('profile', order, {
        world,
        signal: stop.signal,
        tell: (notice) => this.#advance(run, notice, pace),
      });
      this.#runs.delete(promptFile);
      this.#deps.records.remove(promptFile);
      this.#finish(promptFile, { outcome, configWritten: false, committed: false, studentInFront: false });
    } catch (error) {
      this.#runs.delete(promptFile);
      this.#fail(run, error);
    } finally {
      thread.dispose();
    }
  }

  #advance(run: Run, notice: ProfileNotice, pace: Pace): void {
    run.calling = true;
    if (notice.type === 'started') return;
    const secondsLeft = pace.secondsLeft(this.#deps.now(), notice.items, notice.itemLimit);
    run.standing = { ...run.standing, progress: notice, secondsLeft };
    this.#changed(run.order.promptFile);
  }

  #finish(promptFile: string, saved: SavedOutcome): void {
    this.#ends.set(promptFile, { phase: 'done', ...saved });
    this.#deps.outcomes.save(promptFile, saved);
    this.#changed(promptFile);
  }

  #fail({ order: { promptFile }, record, calling }: Run, error: unknown): void {
    if (this.#disposed) return;
    const failure = error instanceof EngineFailureError ? error.failure : unexpected(error);
    if (record === 'new' && !calling) this.#deps.records.remove(promptFile);
    else if (record !== 'of another window') this.#deps.records.stop(promptFile);
    this.#ends.set(promptFile, failure.blame === 'cancelled' ? { phase: 'none' } : { phase: 'failed', failure });
    this.#changed(promptFile);
  }

  #changed(promptFile: string): void {
    if (!this.#disposed) this.#changes.emit('change', promptFile);
  }
}

function unexpected(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return {
    name: 'Error',
    message,
    blame: 'unexpected',
    facts: {},
    ...(error instanceof Error && { stack: error.stack ?? '' }),
  };
}
