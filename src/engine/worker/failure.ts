import { DowntierError } from '../../core/errors.ts';

/** An error as it crosses a thread: its class is lost on the way, its name and facts are not. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  /** `unexpected`: not raised on purpose. */
  readonly blame: 'input' | 'failure' | 'unexpected' | 'cancelled';
  /** The error's own fields that are plain values or lists of them. */
  readonly facts: Readonly<Record<string, string | number | readonly string[]>>;
  /** For the log, of an unexpected one. */
  readonly stack?: string;
}

/** @param signal of the job: once aborted, whatever it ended with counts as cancelled. */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? error.message : String(error);
  if (signal.aborted) return { name, message, blame: 'cancelled', facts: {} };
  if (error instanceof DowntierError) return { name, message, blame: error.blame, facts: factsOf(error) };
  const stack = error instanceof Error ? error.stack : undefined;
  return { name, message, blame: 'unexpected', facts: {}, ...(stack !== undefined && { stack }) };
}

function factsOf(error: DowntierError): Failure['facts'] {
  return Object.fromEntries(Object.entries(error).filter(([, value]) => isFact(value))) as Failure['facts'];
}

function isFact(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    (Array.isArray(value) && value.every((part) => typeof part === 'string'))
  );
}
