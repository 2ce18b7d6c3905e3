import { DowntierError } from '../core/errors.ts';
import { CallError } from '../core/models/callError.ts';
import { PathTimeoutError, StagesFailedError } from '../runtime/errors.ts';

/** Why a request is not answered, in OpenAI's terms. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What went wrong as a refusal; undefined for what should not happen at all. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof PathTimeoutError) return new Refusal(504, 'timeout', error.message);
  if (error instanceof StagesFailedError || error instanceof CallError)
    return new Refusal(502, 'upstream_failed', error.message);
  if (error instanceof DowntierError && error.blame === 'input')
    return new Refusal(400, 'invalid_input', error.message);
  return undefined;
}

/** OpenAI's shape of an error. */
export function errorBody({ status, code, message }: Refusal): object {
  const type = status === 401 ? 'authentication_error' : status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message, type, param: null, code } };
}
