import assert from 'node:assert/strict';
import { inputTypes } from '../../../src/core/prompts/inputTypes.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

describe('inputTypes', () => {
  it('names the type after the config and marks what may be left out', () => {
    const usedVariables = [
      { name: 'ticket', range },
      { name: 'plan', range, declaredDefault: 'free' },
      { name: 'customer-name', range },
    ];
    const text = inputTypes('support-triage', { file: 'prompts/triage.prompty', usedVariables });
    assert.match(
      text,
      /export interface SupportTriageInputs \{\n {2}readonly ticket: InputValue;\n {2}readonly plan\?: InputValue;\n {2}readonly "customer-name": InputValue;\n\}/,
    );
    assert.match(text, /What "triage\.prompty" takes/);
  });

  it('makes an identifier of a name that is none', () => {
    assert.match(inputTypes('2nd', { file: 'x.txt', usedVariables: [] }), /interface Prompt2ndInputs \{\n\}/);
  });
});
