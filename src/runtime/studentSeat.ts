import { LabelSet } from '../core/equivalence/labelSet.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import type { GuaranteeEvent } from '../core/students/liveGuarantee.ts';
import { Student, type StudentOptions } from '../core/students/student.ts';
import { releaseLock, takeLock } from '../node/fileLock.ts';
import type { CascadeSource } from './cascadeSource.ts';
import { Lessons } from './lessons.ts';
import type { StudentDecision, StudentEvent, StudentSeat } from './student.ts';
import {
  embeddingLengthOf,
  readStudentFile,
  studentFileError,
  studentFileOf,
  studentIdentityOf,
  writeStudentFile,
} from './studentFile.ts';
import { StudentFileError } from './studentFileError.ts';

/** Answers it may keep between two saves. Should the program die, so many count as deviations that nobody saw. */
const keepsPerSave = 100;
/** Labels it learns before they are saved: packing what it knows takes longest. */
const labelsPerSave = 200;

type StudentSection = NonNullable<RoutingConfig['student']>;

/** What a config's student is made of, wherever it runs. */
export function studentOptionsOf(config: RoutingConfig, student: Omit<StudentSection, 'file'>): StudentOptions {
  const { delta, confidence, aim } = student;
  const { promptSha256, labels } = studentIdentityOf(config);
  return {
    promptSha256,
    labels,
    seed: config.seed,
    aim: { kind: 'deviation', rate: aim ?? delta / 2 },
    guarantee: { delta, confidence },
    ...embeddingLengthOf({ ...config, student }),
  };
}

export interface Seated {
  readonly student?: StudentSeat | undefined;
  /** Why there is none. */
  readonly warning?: string;
}

/** Seats the config's student. @throws StudentFileError, but not where another program has it and that may be */
export function seatStudent(
  source: Pick<CascadeSource, 'file' | 'config'>,
  {
    onEvent = () => {},
    withoutBusyStudent = false,
  }: {
    readonly onEvent?: ((event: StudentEvent) => void) | undefined;
    readonly withoutBusyStudent?: boolean | undefined;
  },
): Seated {
  try {
    return { student: openStudent(source, onEvent) };
  } catch (error) {
    if (!withoutBusyStudent || !(error instanceof StudentFileError) || error.fault !== 'busy') throw error;
    return { warning: `The student stays out, and the stages answer all: ${error.message}` };
  }
}

/**
 * Opens it with what its file holds. One program at a time may hold the file: two would each keep answers that the other does not count.
 * @throws StudentFileError
 */
function openStudent(
  { file: configFile, config }: Pick<CascadeSource, 'file' | 'config'>,
  onEvent: (event: StudentEvent) => void,
): StudentSeat | undefined {
  const file = studentFileOf(configFile, config);
  if (file === undefined || !config.student) return undefined;
  const lock = `${file}.lock`;
  lockFor(file, lock);
  try {
    // Not before it is ours: whoever held it writes, when it ends, what it has kept.
    const state = readStudentFile(file, studentIdentityOf(config));
    const options = { ...studentOptionsOf(config, config.student), ...(state && { state }) };
    return new LearningSeat(file, options, onEvent);
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
}

function lockFor(file: string, lock: string): void {
  const busy = (pid: number) => studentFileError(file, 'busy', `another program (process ${pid}) has this student`);
  try {
    takeLock(lock, busy);
  } catch (cause) {
    if (cause instanceof StudentFileError) throw cause;
    const why = `nothing can be written beside it (${cause instanceof Error ? cause.message : String(cause)})`;
    throw studentFileError(file, 'unwritable', why, cause);
  }
}

const eventKinds = { engaged: 'live', rested: 'rested', suspended: 'suspended' } as const;

/** A student that learns in the background of `run` and keeps its state in a file. */
class LearningSeat implements StudentSeat {
  readonly needsEmbedding: boolean;
  readonly #file: string;
  readonly #student: Student;
  readonly #labels: LabelSet;
  readonly #onEvent: (event: StudentEvent) => void;
  readonly #lessons = new Lessons(() => this.#saveIfDue());
  /** Inputs that the stages have not answered yet. */
  #asking = 0;
  /** Answers it may still keep on the strength of what is on disk. */
  #vouchedKeeps = 0;
  #labelsSinceSave = 0;
  #failure: StudentFileError | undefined;
  #isFailureTold = false;
  #isClosed = false;

  constructor(file: string, options: StudentOptions, onEvent: (event: StudentEvent) => void) {
    this.#file = file;
    this.#onEvent = onEvent;
    this.needsEmbedding = options.embeddingLength !== undefined;
    this.#labels = new LabelSet(options.labels);
    const onGuarantee = ({ kind, standing }: GuaranteeEvent) =>
      onEvent({ type: 'student', kind: eventKinds[kind], standing });
    this.#student = new Student({ ...options, onEvent: onGuarantee });
  }

  decide(text: string, embedding?: Float32Array): StudentDecision {
    if (this.#asking === 0) this.#lessons.finish();
    if (!this.#isVouchedFor()) return { kind: 'ask', learn() {}, lose() {} };
    const decision = this.#student.decide(text, embedding);
    const { label, level, probability } = decision;
    if (decision.kind === 'answer') {
      this.#vouchedKeeps--;
      return { kind: 'answer', output: label, signals: { level, probability } };
    }
    this.#asking++;
    this.#lessons.release();
    const isNeeded = decision.reason === 'audit' || decision.reason === 'probation';
    const settle = (lesson: () => void) => {
      this.#asking--;
      this.#lessons.add(lesson, isNeeded);
    };
    return {
      kind: 'ask',
      learn: (output) =>
        settle(() => {
          this.#labelsSinceSave++;
          this.#student.learn(decision, this.#labels.read(output) ?? '');
        }),
      lose: () => settle(() => this.#student.lose(decision)),
    };
  }

  /** @throws StudentFileError when what it has learned cannot be kept */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#lessons.release();
      this.#lessons.finish();
      if (this.#failure) throw this.#failure;
      writeStudentFile(this.#file, this.#student.snapshot());
    } finally {
      releaseLock(`${this.#file}.lock`);
    }
  }

  #saveIfDue(): void {
    if (this.#isClosed || this.#failure) return;
    if (this.#labelsSinceSave > labelsPerSave || this.#vouchedKeeps < keepsPerSave / 2) this.#write();
  }

  /** What is not on disk would be forgotten with this process, so nothing may be kept that is not counted there. */
  #isVouchedFor(): boolean {
    if (this.#vouchedKeeps === 0 && !this.#isClosed && !this.#failure) this.#write();
    if (this.#failure && !this.#isFailureTold) {
      this.#isFailureTold = true;
      this.#onEvent({ type: 'student', kind: 'not saved', why: this.#failure.message });
    }
    return !this.#failure && !this.#isClosed;
  }

  #write(): void {
    try {
      writeStudentFile(this.#file, this.#student.snapshot({ reserve: keepsPerSave, mostStale: labelsPerSave }));
      this.#vouchedKeeps = keepsPerSave;
      this.#labelsSinceSave = 0;
    } catch (error) {
      if (!(error instanceof StudentFileError)) throw error;
      this.#failure = error;
    }
  }
}
