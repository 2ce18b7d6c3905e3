import { baseURLVariable, keyVariable } from '../core/models/keyVariables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentKeys {
  /** From `OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `<SERVER>_API_KEY`; undefined: not set, or empty. */
  keyOf(account: string): string | undefined;
  /** From `OPENAI_BASE_URL`, `ANTHROPIC_BASE_URL`, `<SERVER>_BASE_URL`; undefined: the usual address. */
  baseURLOf(account: string): string | undefined;
}

/** Keys and addresses of model providers; read at each call, so that a key set later is seen. */
export function environmentKeys(environment: Environment): EnvironmentKeys {
  const read = (variable: string) => environment[variable]?.trim() || undefined;
  return {
    keyOf: (account) => read(keyVariable(account)),
    baseURLOf: (account) => read(baseURLVariable(account)),
  };
}
