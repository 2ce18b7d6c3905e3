import assert from 'node:assert/strict';

type Class<T> = abstract new (...args: never[]) => T;

/** What the promise rejects with, which must be of the class. */
export async function caughtFrom<T>(promise: Promise<unknown>, type: Class<T>): Promise<T> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof type, `rejected with ${String(error)}`);
    return error;
  }
  return assert.fail('did not reject');
}
