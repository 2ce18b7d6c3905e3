import assert from 'node:assert/strict';
import { matchColumns, renamedColumns } from '../../../src/engine/worker/matchColumns.ts';

const needs = (...names: string[]) => names.map((name) => ({ name, hasDefault: false }));

describe('matchColumns', () => {
  const cases: readonly {
    readonly name: string;
    readonly variables: readonly { readonly name: string; readonly hasDefault: boolean }[];
    readonly columns: readonly string[];
    readonly chosen?: Readonly<Record<string, string>>;
    readonly gold?: string;
    readonly expected: readonly (string | undefined)[];
  }[] = [
    { name: 'by name', variables: needs('ticket'), columns: ['id', 'ticket'], expected: ['ticket'] },
    {
      name: 'by name in other case',
      variables: needs('userName'),
      columns: ['a', 'user_name', 'b'],
      expected: ['user_name'],
    },
    {
      name: 'as chosen, over its name',
      variables: needs('x'),
      columns: ['x', 'y'],
      chosen: { x: 'y' },
      expected: ['y'],
    },
    {
      name: 'not as chosen when that column is gone',
      variables: needs('x'),
      columns: ['x', 'z'],
      chosen: { x: 'y' },
      expected: ['x'],
    },
    { name: 'the only one left over', variables: needs('a', 'b'), columns: ['a', 'text'], expected: ['a', 'text'] },
    { name: 'none when two are left over', variables: needs('a'), columns: ['c', 'd'], expected: [undefined] },
    {
      name: 'none when two variables are left over',
      variables: needs('a', 'b'),
      columns: ['c'],
      expected: [undefined, undefined],
    },
    {
      name: 'never guesses the gold column',
      variables: needs('a'),
      columns: ['expected'],
      gold: 'expected',
      expected: [undefined],
    },
    {
      name: 'the gold column by its very name',
      variables: needs('expected'),
      columns: ['expected', 'q'],
      gold: 'expected',
      expected: ['expected'],
    },
    {
      name: 'a variable with a default takes no leftover',
      variables: [{ name: 'plan', hasDefault: true }],
      columns: ['text'],
      expected: [undefined],
    },
    {
      name: 'a chosen name is looked up as own property only',
      variables: needs('toString'),
      columns: ['a', 'b'],
      expected: [undefined],
    },
  ];
  for (const { name, variables, columns, chosen = {}, gold, expected } of cases) {
    it(name, () => {
      const matched = matchColumns(variables, columns, { chosen, goldColumn: gold });
      assert.deepEqual(
        matched.map(({ column }) => column),
        expected,
      );
    });
  }
});

describe('renamedColumns', () => {
  it('keeps only what differs from the own name', () => {
    const variables = [
      { name: 'a', column: 'a' },
      { name: 'b', column: 'text' },
      { name: 'c', column: undefined },
    ];
    assert.deepEqual(renamedColumns(variables), { b: 'text' });
  });
});
