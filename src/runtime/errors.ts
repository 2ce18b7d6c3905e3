import { FailureError, InputError } from '../core/errors.ts';
import { type PathStep, pathCostUSD } from './result.ts';

/** No stage was left that could answer. What the path cost is kept with it. */
export class StagesFailedError extends FailureError {
  readonly path: readonly PathStep[];
  /** In USD; undefined: unknown. */
  readonly costUSD: number | undefined;

  constructor(path: readonly PathStep[], cause?: unknown) {
    const failed = path.filter(({ outcome }) => outcome === 'failed');
    const whys = failed.map(({ why }) => why).join(' ');
    super(`No stage could answer (asked: ${path.map(({ model }) => model).join(', ')}). ${whys}`, { cause });
    this.path = path;
    this.costUSD = pathCostUSD(path);
  }
}

/** The whole path took longer than it was given. */
export class PathTimeoutError extends FailureError {
  readonly timeoutMs: number;
  /** The stages that were over by then; the one that was being asked is not among them. */
  readonly path: readonly PathStep[];

  constructor(timeoutMs: number, path: readonly PathStep[]) {
    super(`No answer within ${timeoutMs / 1000} s, the time given to the whole path. Raise timeoutMs, or ask again.`);
    this.timeoutMs = timeoutMs;
    this.path = path;
  }
}

/** The prompt file is not the one that was profiled. */
export class PromptChangedError extends InputError {
  readonly configFile: string;
  readonly promptFile: string;

  constructor(configFile: string, promptFile: string) {
    super(
      `${promptFile} has changed since ${configFile} was made from it, so the promise no longer holds. ` +
        'Profile the prompt again, or allow it with allowChangedPrompt (--allow-changed-prompt).',
    );
    this.configFile = configFile;
    this.promptFile = promptFile;
  }
}

/** A column that decides, and was not given. */
export class MissingColumnError extends InputError {
  readonly column: string;

  constructor(configFile: string, column: string) {
    super(
      `${configFile} decides by the column "${column}", and it was not given. Give it with every input, beside the variables of the prompt; null where there is nothing.`,
    );
    this.column = column;
  }
}

/** An input that JSON cannot say, such as a date or a function. */
export class InputValueError extends InputError {
  readonly variable: string;

  constructor(variable: string, why: string) {
    super(
      `The input "${variable}" cannot be used: ${why}. Give text, a number, a boolean, null, or lists and plain objects of them.`,
    );
    this.variable = variable;
  }
}
