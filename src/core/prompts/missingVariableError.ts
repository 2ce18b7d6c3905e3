import { InputError } from '../errors.ts';

export interface MissingVariableFacts {
  readonly variable: string;
  /** The prompt file's name, as given to the reader. */
  readonly file: string;
  /** The columns that the row has. */
  readonly columns: readonly string[];
}

/** A prompt uses a variable for which a row has no column and the front matter no default. */
export class MissingVariableError extends InputError {
  readonly variable: string;
  readonly file: string;
  readonly columns: readonly string[];

  constructor(facts: MissingVariableFacts) {
    const columns = facts.columns.length === 0 ? 'no columns' : `the columns ${facts.columns.map(quoted).join(', ')}`;
    super(
      `${facts.file} uses the variable ${quoted(facts.variable)}, but the row has ${columns}. ` +
        'Rename a column, or declare a default for the variable in the prompt file.',
    );
    this.variable = facts.variable;
    this.file = facts.file;
    this.columns = facts.columns;
  }
}

function quoted(name: string): string {
  return `"${name}"`;
}
