import assert from 'node:assert/strict';
import { isPromptFile } from '../../src/core/prompts/promptFormatOf.ts';
import { isDatasetName, isPromptName } from '../../src/vscode/promptFiles.ts';

describe('isPromptName', () => {
  const names = [
    'a.prompty',
    'a.prompt',
    'a.prompt.yml',
    'a.prompt.yaml',
    'a.prompt.md',
    'A.PROMPTY',
    'a.md',
    'a.txt',
    'a.yml',
    'prompt',
  ];
  for (const name of names) {
    it(`agrees with the engine about ${name}`, () => assert.equal(isPromptName(name), isPromptFile(name)));
  }
});

describe('isDatasetName', () => {
  for (const [name, expected] of [
    ['a.parquet', true],
    ['A.CSV', true],
    ['a.json', true],
    ['a.xlsx', false],
    ['parquet', false],
  ] as const) {
    it(`says ${expected} of ${name}`, () => assert.equal(isDatasetName(name), expected));
  }
});
