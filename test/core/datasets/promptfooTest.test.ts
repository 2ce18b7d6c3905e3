import assert from 'node:assert/strict';
import { expectationOfCell, promptfooTest } from '../../../src/core/datasets/promptfooTest.ts';

describe('promptfooTest', () => {
  it('takes vars as the values and tells equals from other assertions', () => {
    const row = {
      description: 'd',
      vars: { text: 'x' },
      assert: [{ type: 'equals', value: 'a' }, { type: 'is-json' }, { value: 1 }, 'junk'],
    };
    assert.deepEqual(promptfooTest(row), {
      values: { text: 'x' },
      expectations: [
        { gold: 'a', otherKind: undefined },
        { gold: undefined, otherKind: 'is-json' },
        { gold: undefined, otherKind: 'an assertion without a type' },
      ],
    });
  });

  it('has no expectations without assert', () => {
    assert.deepEqual(promptfooTest({ vars: {} }), { values: {}, expectations: [] });
    assert.deepEqual(promptfooTest({ vars: {}, assert: 'x' }), { values: {}, expectations: [] });
  });

  for (const row of [{ text: 'x' }, { vars: 'x' }, { vars: ['x'] }, { vars: null }]) {
    it(`is not ${JSON.stringify(row)}`, () => assert.equal(promptfooTest(row), undefined));
  }
});

describe('expectationOfCell', () => {
  const gold: readonly (readonly [cell: string, gold: string])[] = [
    ['x', 'x'],
    ['equals: x', 'x'],
    ['equals:x: y', 'x: y'],
    [' equals:  a\nb ', 'a\nb'],
    ['Answer: 4', 'Answer: 4'],
    ['https://example.org', 'https://example.org'],
    ['contains', 'contains'],
    ['cost', 'cost'],
    ['is-spam', 'is-spam'],
    ['equals', 'equals'],
    ['similar problem: none', 'similar problem: none'],
    ['', ''],
  ];
  for (const [cell, text] of gold) {
    it(`expects ${JSON.stringify(text)} for ${JSON.stringify(cell)}`, () =>
      assert.deepEqual(expectationOfCell(cell), { gold: text, otherKind: undefined }));
  }

  const others: readonly (readonly [cell: string, kind: string])[] = [
    ['contains: x', 'contains'],
    ['not-contains:x', 'not-contains'],
    ['not-equals: x', 'not-equals'],
    ['icontains-any: x,y', 'icontains-any'],
    ['javascript: output.length < 5', 'javascript'],
    ['fn:output', 'fn'],
    ['python: len(output)', 'python'],
    ['grade: polite', 'grade'],
    ['llm-rubric: polite', 'llm-rubric'],
    ['similar(0.8): x', 'similar(0.8)'],
    ['levenshtein(5): x', 'levenshtein(5)'],
    ['regex: ^a', 'regex'],
    ['is-json', 'is-json'],
    ['contains-json: {}', 'contains-json'],
    ['is-valid-openai-tools-call', 'is-valid-openai-tools-call'],
    ['file://check.js', 'file'],
  ];
  for (const [cell, kind] of others) {
    it(`is no exact answer for ${JSON.stringify(cell)}`, () =>
      assert.deepEqual(expectationOfCell(cell), { gold: undefined, otherKind: kind }));
  }
});
