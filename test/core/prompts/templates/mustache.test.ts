import assert from 'node:assert/strict';
import type { RowValues } from '../../../../src/core/datasets/row.ts';
import { PromptSource } from '../../../../src/core/prompts/promptSource.ts';
import { compileMustache } from '../../../../src/core/prompts/templates/mustache.ts';

const cases: readonly (readonly [template: string, row: RowValues, rendered: string])[] = [
  ['{{a}} {{ a }} {{{a}}} {{&a}} {{& a }}', { a: '<&>' }, '<&> <&> <&> <&> <&>'],
  ['{{a.b.c}}|{{a.b}}|{{a.x.y}}|{{a.b.c.d}}', { a: { b: { c: 1 } } }, '1|{"c":1}||'],
  ['{{ticket text}} {{größe}} {{a-b}} {{0}}', { 'ticket text': 'x', größe: 1, 'a-b': 2, 0: 3 }, 'x 1 2 3'],
  ['{{#a}}yes{{/a}}{{^a}}no{{/a}}', { a: true }, 'yes'],
  ['{{#a}}yes{{/a}}{{^a}}no{{/a}}', { a: false }, 'no'],
  ['{{#a}}yes{{/a}}{{^a}}no{{/a}}', { a: [] }, 'no'],
  ['{{#a}}yes{{/a}}{{^a}}no{{/a}}', { a: '' }, 'no'],
  ['{{#a}}({{.}}){{/a}}', { a: [1, 'x', [2]] }, '(1)(x)([2])'],
  ['{{#a}}{{b}}{{c}};{{/a}}', { a: [{ b: 1 }, { b: 2, c: 3 }], c: 'c' }, '1c;23;'],
  ['{{#a}}{{#b}}{{.}}{{/b}}{{/a}}', { a: { b: ['x', 'y'] } }, 'xy'],
  ['{{#a.b}}{{c}}{{/a.b}}', { a: { b: { c: 'x' } } }, 'x'],
  ['a\n{{#x}}\nb\n{{/x}}\nc', { x: 1 }, 'a\nb\nc'],
  ['a\n  {{! note }}  \nc', {}, 'a\nc'],
  ['a {{! note }} c', {}, 'a  c'],
  ['{{#x}}\n{{/x}}', { x: 1 }, ''],
  ['a\n {{#x}} b {{/x}}\nc', { x: 1 }, 'a\n  b \nc'],
  ['{{a}}\r\n{{#x}}\r\n{{a}}\r\n{{/x}}\r\n', { a: 'a\r\nb', x: 1 }, 'a\r\nb\na\r\nb\n'],
  ['}} { { {a} }', {}, '}} { { {a} }'],
];

describe('compileMustache', () => {
  for (const [template, row, rendered] of cases) {
    it(`renders ${JSON.stringify(template)} with ${JSON.stringify(row)}`, () => {
      assert.equal(compile(template).render(row), rendered);
    });
  }

  it('needs what stands outside of sections, and the sections themselves', () => {
    const { variables } = compile('{{#a}}{{b}}{{c}}{{^d}}{{/d}}{{/a}}{{b}}{{#c}}{{/c}}');
    assert.deepEqual(
      variables.map(({ name, declaredDefault }) => [name, declaredDefault]),
      [
        ['a', undefined],
        ['b', undefined],
        ['c', undefined],
        ['d', null],
      ],
    );
  });
});

function compile(text: string) {
  const source = new PromptSource('x.md', text);
  const compiled = compileMustache({ text, spanOf: (start, end) => ({ start, end }) }, source);
  assert.deepEqual(source.findings, []);
  assert.ok(compiled);
  return compiled;
}
