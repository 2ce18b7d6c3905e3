import assert from 'node:assert/strict';
import { rangeOfOffsets } from '../../src/core/findings.ts';
import { ColumnMapError, requireMapped, withColumns } from '../../src/engine/columnMap.ts';

describe('withColumns', () => {
  const row = { index: 0, line: 2, values: { body: 'hello', id: '7' }, gold: undefined };

  it('puts a column under the name of its variable', () =>
    assert.deepEqual(withColumns(row, { ticket: 'body' }).values, { body: 'hello', id: '7', ticket: 'hello' }));

  it('leaves a row without the column as it is', () => assert.deepEqual(withColumns(row, { ticket: 'none' }), row));
});

describe('requireMapped', () => {
  const range = rangeOfOffsets('', 0, 0);
  const prompt = { file: 'p.prompty', usedVariables: [{ name: 'ticket', range }] };
  const required = (map: Readonly<Record<string, string>>) => requireMapped(map, prompt, ['body', 'id']);

  it('takes what is there', () => assert.equal(required({ ticket: 'body' }), undefined));
  it('names the variables', () =>
    assert.throws(
      () => required({ tiket: 'body' }),
      new ColumnMapError('p.prompty has no variable "tiket" to take from the column "body".', ['ticket']),
    ));
  it('names the columns', () =>
    assert.throws(
      () => required({ ticket: 'text' }),
      new ColumnMapError('The dataset has no column "text" for the variable "ticket".', ['body', 'id']),
    ));
});
