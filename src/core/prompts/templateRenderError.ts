import { InputError } from '../errors.ts';

/** A template that reads well failed on one row, for example by a filter that does not fit the row's value. */
export class TemplateRenderError extends InputError {
  /** The prompt file's name, as given to the reader. */
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${file} cannot be rendered for this row: ${reason}. Mend the template, or the row's values.`, { cause });
    this.file = file;
  }
}
