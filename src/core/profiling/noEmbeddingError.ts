import { FailureError } from '../errors.ts';

/** Not even the first row's input could be embedded. */
export class NoEmbeddingError extends FailureError {
  constructor(why: string) {
    super(
      `The first row could not be embedded, so P(IK) could not read embeddings: ${why} Mend that, or profile without --embeddings.`,
    );
  }
}
