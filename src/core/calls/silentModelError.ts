import { FailureError } from '../errors.ts';
import type { CallError } from '../models/callError.ts';
import type { ModelId } from '../models/chatModel.ts';

/** Call after call to the model failed, each for good; the cause is the last of them. */
export class SilentModelError extends FailureError {
  readonly model: ModelId;
  /** How many calls in a row. */
  readonly calls: number;

  constructor(model: ModelId, calls: number, last: CallError) {
    super(
      `${model} failed ${calls} calls in a row, so the run stopped rather than try every row. The last one: ${last.message} ` +
        'When that is mended, go on by running it again: nothing paid for is paid again.',
      { cause: last },
    );
    this.model = model;
    this.calls = calls;
  }
}
