import assert from 'node:assert/strict';
import { InputValueError } from '../../src/runtime/errors.ts';
import { rowOf } from '../../src/runtime/inputValues.ts';

const circular: Record<string, unknown> = {};
circular['self'] = circular;

let deep: unknown = 'x';
for (let depth = 0; depth < 20_000; depth++) deep = [deep];

describe('rowOf', () => {
  const good: readonly unknown[] = ['', 'x', 0, -1.5, true, null, ['a', 1], { a: { b: [null] } }, Object.create(null)];
  for (const value of good) {
    it(`takes ${JSON.stringify(value)}`, () => assert.equal(rowOf({ value })['value'], value));
  }

  const bad: readonly (readonly [name: string, value: unknown, why: RegExp])[] = [
    ['undefined', undefined, /it is undefined/],
    ['NaN', Number.NaN, /it is NaN/],
    ['an infinite number', [Number.POSITIVE_INFINITY], /it is Infinity/],
    ['a function', () => 1, /it is a function/],
    ['a big integer', 1n, /it is a bigint/],
    ['a symbol', Symbol('x'), /it is a symbol/],
    ['a date', new Date(0), /class Date/],
    ['a map in a list', [new Map()], /class Map/],
    ['what is nested deeper than the call stack', deep, /nested more than 100 deep/],
    ['what contains itself', circular, /contains itself/],
  ];
  for (const [name, value, why] of bad) {
    it(`refuses ${name} and names the variable`, () => {
      assert.throws(
        () => rowOf({ ticket: value }),
        (error) => {
          assert.ok(error instanceof InputValueError);
          assert.equal(error.variable, 'ticket');
          assert.match(error.message, why);
          return true;
        },
      );
    });
  }
});
