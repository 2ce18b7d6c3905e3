import { FailureError } from '../errors.ts';
import type { CallError } from '../models/callError.ts';
import type { ModelId } from '../models/chatModel.ts';

/** Every call to the model failed so far, each for good; its cause is the last of them. */
export class SilentModelError extends FailureError {
  readonly model: ModelId;
  /** How many calls that were. */
  readonly calls: number;

  constructor(model: ModelId, calls: number, last: CallError) {
    super(
      `${model} answered none of the first ${calls} calls, so profiling stopped rather than try every row. The last one: ${last.message} ` +
        'Nothing that others answered is paid again when you run the same command once more.',
      { cause: last },
    );
    this.model = model;
    this.calls = calls;
  }
}
