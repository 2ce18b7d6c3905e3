import type { SDKErrors } from './callErrorFrom.ts';

/** Whether a client's class carries the SDK's error classes, as the classes of both SDKs do; a stand-in's need not. */
export function hasErrorClasses(value: unknown): value is SDKErrors {
  return typeof value === 'function' && 'APIError' in value && 'APIConnectionTimeoutError' in value;
}
