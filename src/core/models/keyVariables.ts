import { InputError } from '../errors.ts';

/** The environment variable that holds an account's key: `openai` -> `OPENAI_API_KEY`, `my-box` -> `MY_BOX_API_KEY`. */
export function keyVariable(account: string): string {
  return `${variableStem(account)}_API_KEY`;
}

/** The environment variable that moves an account to another address: `OPENAI_BASE_URL`, `OLLAMA_BASE_URL`. */
export function baseURLVariable(account: string): string {
  return `${variableStem(account)}_BASE_URL`;
}

function variableStem(account: string): string {
  return account.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

export class MissingKeyError extends InputError {
  readonly account: string;
  readonly variable: string;

  constructor(account: string) {
    const variable = keyVariable(account);
    super(`There is no API key for ${account}: set the environment variable ${variable}.`);
    this.account = account;
    this.variable = variable;
  }
}
