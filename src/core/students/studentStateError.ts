import { InputError } from '../errors.ts';

/** `damaged`: not a state, or cut short; `newer`: of a later version; `foreign`: learned for another prompt, other labels or other inputs. */
export type StudentStateFault = 'damaged' | 'newer' | 'foreign';

/** A student's state that cannot be used. Without it the student starts anew; nothing else is lost. */
export class StudentStateError extends InputError {
  readonly fault: StudentStateFault;

  constructor(fault: StudentStateFault, why: string, cause?: unknown) {
    super(`The student's state cannot be used: ${why}.`, { cause });
    this.fault = fault;
  }
}
