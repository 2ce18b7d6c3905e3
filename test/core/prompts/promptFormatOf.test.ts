import assert from 'node:assert/strict';
import { isPromptFile } from '../../../src/core/prompts/promptFormatOf.ts';

describe('isPromptFile', () => {
  const cases: readonly (readonly [file: string, isPrompt: boolean])[] = [
    ['a.prompty', true],
    ['a.prompt', true],
    ['a.prompt.yml', true],
    ['a.prompt.yaml', true],
    ['dir/A.Prompt.MD', true],
    ['README.md', false],
    ['notes.txt', false],
    ['prompt.yml', false],
    ['prompty', false],
  ];
  for (const [file, isPrompt] of cases) {
    it(`says ${isPrompt} of ${file}`, () => {
      assert.equal(isPromptFile(file), isPrompt);
    });
  }
});
