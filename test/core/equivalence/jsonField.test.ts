import assert from 'node:assert/strict';
import { JsonFieldError, parseJsonField } from '../../../src/core/equivalence/jsonField.ts';

describe('parseJsonField', () => {
  for (const [field, pointer, rule] of [
    ['/category=label', '/category', 'label'],
    ['/a/0/b=numeric', '/a/0/b', 'numeric'],
    ['/a', '/a', 'exact'],
    ['=set', '', 'set'],
    ['/a=b=ignore', '/a=b', 'ignore'],
  ]) {
    it(`reads ${field}`, () => assert.deepEqual(parseJsonField(field ?? ''), { pointer, rule }));
  }

  for (const field of ['category=label', '/a=', '/a=fuzzy', '/a~=label', '$.a=exact']) {
    it(`refuses ${field} and names it`, () => {
      assert.throws(
        () => parseJsonField(field),
        (error: unknown) => error instanceof JsonFieldError && error.field === field && error.message.includes(field),
      );
    });
  }
});
