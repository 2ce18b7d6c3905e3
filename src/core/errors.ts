/**
 * Base of every error Downtier raises on purpose. One subclass per situation, in the room that raises it, with the facts as fields.
 * `message` is a whole sentence for a person: what happened, where, and what to do about it.
 */
export abstract class DowntierError extends Error {
  /** `input`: the user gave something unusable (exit code 2). `failure`: the job itself failed (exit code 1). */
  abstract readonly blame: 'input' | 'failure';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A promise the user has to mend: a file, a flag, a dataset, a key. */
export abstract class InputError extends DowntierError {
  readonly blame = 'input';
}

/** The job could not be done although what was given looked right. */
export abstract class FailureError extends DowntierError {
  readonly blame = 'failure';
}
