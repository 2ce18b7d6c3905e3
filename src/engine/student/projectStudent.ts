import { LabelSet } from '../../core/equivalence/labelSet.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import { Student } from '../../core/students/student.ts';
import { studentOptionsOf } from '../../runtime/studentSeat.ts';

/** An input with what the stages have answered to it. */
export interface ReplayItem {
  readonly text: string;
  readonly output: string;
  /** Of the stages, in USD; undefined: unknown. */
  readonly costUSD: number | undefined;
}

/** A stretch of the stream, for charts. */
export interface StudentWindow {
  /** Items up to and with this stretch. */
  readonly items: number;
  /** Share of the stretch that each of the student's levels answered, from the first, and last the stages'. They sum to 1. */
  readonly shares: readonly number[];
  /** Share of the stretch on which the output was what the stages say, by their answer or the student's. */
  readonly agreement: number;
}

export interface StudentProjection {
  /** As the config keeps it. */
  readonly evidence: NonNullable<RoutingConfig['evidence']['student']>;
  readonly windows: readonly StudentWindow[];
}

const windowCount = 20;
const levels = 1;

interface Replayed {
  readonly level: number | undefined;
  readonly deviates: boolean;
  readonly costUSD: number | undefined;
}

/**
 * What the student would have done on answers already there, in their order, with its guarantee: nothing is asked, and what it learns is thrown
 * away. It says what to expect of more such inputs and promises nothing: the promise is kept by the guarantee while it serves.
 * @param items at least one
 */
export function projectStudent(
  config: RoutingConfig,
  section: NonNullable<RoutingConfig['student']>,
  items: readonly ReplayItem[],
): StudentProjection {
  const student = new Student(studentOptionsOf(config, section));
  const labels = new LabelSet(config.evidence.equivalence.labels ?? []);
  const replayed = items.map(({ text, output, costUSD }): Replayed => {
    const decision = student.decide(text);
    const expert = labels.read(output) ?? '';
    if (decision.kind === 'answer') return { level: decision.level, deviates: decision.label !== expert, costUSD };
    student.learn(decision, expert);
    return { level: undefined, deviates: false, costUSD };
  });
  const evidence = {
    items: items.length,
    keptShare: keptShareOf(replayed),
    lateKeptShare: keptShareOf(replayed.slice(-Math.ceil(items.length / 4))),
    deviationShare: shareOf(replayed, ({ deviates }) => deviates),
    ...costShareOf(replayed),
  };
  return { evidence, windows: windowsOf(replayed) };
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
      agreement: shareOf(window, ({ deviates }) => !deviates),
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

function keptShareOf(replayed: readonly Replayed[]): number {
  return shareOf(replayed, ({ level }) => level !== undefined);
}

function shareOf(replayed: readonly Replayed[], holds: (item: Replayed) => boolean): number {
  return short(replayed.filter(holds).length / replayed.length);
}

/** As many digits as a config holds. */
function short(value: number): number {
  return Number(value.toPrecision(9));
}
