import { setImmediate } from 'node:timers/promises';
import { LabelSet } from '../../core/equivalence/labelSet.ts';
import type { StudentProjection, StudentTerms, StudentWindow } from '../../core/profiling/studentProjection.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import { wholePromise } from '../../core/routing/wholePromise.ts';
import { firstPossibleAnswer } from '../../core/students/liveGuarantee.ts';
import { Student } from '../../core/students/student.ts';
import { studentOptionsOf } from '../../runtime/studentSeat.ts';

/** An input with what the stages have answered to it. */
export interface ReplayItem {
  readonly text: string;
  readonly output: string;
  /** Of the stages, in USD; undefined: unknown. */
  readonly costUSD: number | undefined;
}

const windowCount = 20;
const levels = 1;

interface Replayed {
  readonly level: number | undefined;
  /** It would have answered, had it been let. */
  readonly isSure: boolean;
  /** Its best answer is another than the stages'. */
  readonly differs: boolean;
  readonly costUSD: number | undefined;
}

/** Between two looks at whether it is still wanted: some 50 ms where texts are long. */
const itemsPerTurn = 50;

export interface ReplayOptions {
  /** Of items too few for any student to answer one: learn from them all the same, to say what it is sure of by then? */
  readonly learnsFromTooFew: boolean;
  readonly signal: AbortSignal;
}

/**
 * What the student would have done on answers already there, in their order, with its guarantee: nothing is asked, and what it learns is thrown
 * away. Takes about a millisecond an item, so it lets others go on in between. Rejects with the signal's reason.
 * @param items at least one
 */
export async function projectStudent(
  config: RoutingConfig,
  terms: StudentTerms,
  items: readonly ReplayItem[],
  { learnsFromTooFew, signal }: ReplayOptions,
): Promise<StudentProjection> {
  const firstAnswer = firstPossibleAnswer(terms);
  const learns = learnsFromTooFew || items.length >= firstAnswer;
  const replayed = learns
    ? await replay(new Student(studentOptionsOf(config, terms)), config, items, signal)
    : items.map(byStages);
  const late = replayed.slice(-Math.ceil(items.length / 4));
  return {
    terms,
    evidence: {
      items: items.length,
      keptShare: shareOf(replayed, isKept),
      lateKeptShare: shareOf(late, isKept),
      deviationShare: shareOf(replayed, deviates),
      ...costShareOf(replayed),
    },
    windows: windowsOf(replayed),
    firstAnswer,
    lateSure: learns
      ? {
          share: shareOf(late, ({ isSure }) => isSure),
          deviationShare: shareOf(late, ({ isSure, differs }) => isSure && differs),
        }
      : undefined,
    promise: wholePromise({ ...config, student: terms }),
  };
}

async function replay(
  student: Student,
  { evidence }: RoutingConfig,
  items: readonly ReplayItem[],
  signal: AbortSignal,
): Promise<Replayed[]> {
  const labels = new LabelSet(evidence.equivalence.labels ?? []);
  const replayed: Replayed[] = [];
  for (const item of items) {
    if (replayed.length % itemsPerTurn === 0) await setImmediate();
    signal.throwIfAborted();
    replayed.push(replayOne(student, labels, item));
  }
  return replayed;
}

function byStages({ costUSD }: ReplayItem): Replayed {
  return { level: undefined, isSure: false, differs: false, costUSD };
}

function replayOne(student: Student, labels: LabelSet, { text, output, costUSD }: ReplayItem): Replayed {
  const decision = student.decide(text);
  const expert = labels.read(output) ?? '';
  const differs = decision.label !== expert;
  if (decision.kind === 'answer') return { level: decision.level, isSure: true, differs, costUSD };
  student.learn(decision, expert);
  const isSure = decision.reason === 'audit' || decision.reason === 'probation';
  return { level: undefined, isSure, differs, costUSD };
}

function windowsOf(replayed: readonly Replayed[]): StudentWindow[] {
  const size = Math.ceil(replayed.length / windowCount);
  const starts = Array.from({ length: Math.ceil(replayed.length / size) }, (_, index) => index * size);
  return starts.map((start) => {
    const window = replayed.slice(start, start + size);
    const byLevel = Array.from({ length: levels }, (_, index) => shareOf(window, ({ level }) => level === index + 1));
    return {
      items: start + window.length,
      shares: [...byLevel, shareOf(window, ({ level }) => level === undefined)],
      agreement: shareOf(window, (item) => !deviates(item)),
    };
  });
}

function costShareOf(replayed: readonly Replayed[]): { costShare?: number } {
  let before = 0;
  let after = 0;
  for (const { costUSD, level } of replayed) {
    if (costUSD === undefined) return {};
    before += costUSD;
    if (level === undefined) after += costUSD;
  }
  return before > 0 ? { costShare: short(after / before) } : {};
}

function isKept({ level }: Replayed): boolean {
  return level !== undefined;
}

function deviates(item: Replayed): boolean {
  return isKept(item) && item.differs;
}

function shareOf(replayed: readonly Replayed[], holds: (item: Replayed) => boolean): number {
  return short(replayed.filter(holds).length / replayed.length);
}

/** As many digits as a config holds. */
function short(value: number): number {
  return Number(value.toPrecision(9));
}
