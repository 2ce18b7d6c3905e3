import assert from 'node:assert/strict';
import { chooseEquivalence, type EquivalenceClues } from '../../../src/core/equivalence/chooseEquivalence.ts';
import { type EquivalenceName, equivalenceNames } from '../../../src/core/equivalence/equivalence.ts';
import { equivalenceReasonWords } from '../../../src/core/equivalence/equivalenceReason.ts';
import { english } from '../../../src/core/translate.ts';

const repeated = (texts: readonly string[], times: number): string[] =>
  Array.from({ length: times }, () => texts).flat();
const numbered = (count: number, text: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => text(index));

interface Case {
  readonly when: string;
  readonly clues: EquivalenceClues;
  readonly name: EquivalenceName;
  readonly labels?: readonly string[];
  readonly reason: RegExp;
}

const json = { parameters: { responseFormat: 'json' } } as const;
const triage = ['billing', 'technical', 'other'];

const cases: readonly Case[] = [
  {
    when: 'nothing is known',
    clues: {},
    name: 'exact',
    reason: /letter for letter; free text usually needs a judge/,
  },
  {
    when: 'labels are declared',
    clues: { labels: triage },
    name: 'label',
    labels: triage,
    reason: /declared: billing, technical, other/,
  },
  {
    when: 'labels are declared for a JSON prompt',
    clues: { labels: triage, template: json },
    name: 'label',
    labels: triage,
    reason: /declared/,
  },
  { when: 'only blank labels are declared', clues: { labels: ['', ' '] }, name: 'exact', reason: /letter for letter/ },
  {
    when: 'the prompt asks for JSON',
    clues: { template: json },
    name: 'json',
    reason: /prompt asks for JSON, so all fields of the outputs are compared$/,
  },
  {
    when: 'the prompt asks for JSON and the gold answers are labels',
    clues: { template: json, gold: repeated(triage, 10) },
    name: 'json',
    reason: /to compare only the labels of the gold answers, ask for the equivalence label/,
  },
  {
    when: 'the prompt asks for text',
    clues: { template: { parameters: { responseFormat: 'text' } } },
    name: 'exact',
    reason: /letter/,
  },
  {
    when: 'gold answers are JSON objects',
    clues: { gold: ['{"a":1}', ' {"a":2}'] },
    name: 'json',
    reason: /every gold answer is JSON/,
  },
  {
    when: 'gold answers are JSON lists',
    clues: { gold: repeated(['["a"]'], 20) },
    name: 'json',
    reason: /every gold answer is JSON/,
  },
  {
    when: 'gold answers hold some JSON',
    clues: { gold: ['see {"a":1}', 'see {"a":2}'] },
    name: 'exact',
    reason: /letter/,
  },
  {
    when: 'gold answers are few labels',
    clues: { gold: repeated(triage, 5) },
    name: 'label',
    labels: triage,
    reason: /the 15 gold answers are 3 labels: billing, technical, other/,
  },
  {
    when: 'distinct gold answers stand for many rows',
    clues: { gold: triage, goldRows: 800 },
    name: 'label',
    labels: triage,
    reason: /the 800 gold answers/,
  },
  {
    when: 'labels differ in case',
    clues: { gold: [...repeated(['Yes', 'No'], 4), 'yes', 'NO'] },
    name: 'label',
    labels: ['Yes', 'No'],
    reason: /2 labels/,
  },
  {
    when: 'there are too few rows for the labels',
    clues: { gold: triage, goldRows: 14 },
    name: 'exact',
    reason: /letter/,
  },
  {
    when: 'there are 30 labels',
    clues: { gold: numbered(30, (index) => `label ${index}`), goldRows: 1000 },
    name: 'label',
    labels: numbered(30, (index) => `label ${index}`),
    reason: /label 5, \.\.$/,
  },
  {
    when: 'there are 31 labels',
    clues: { gold: numbered(31, (index) => `label ${index}`), goldRows: 1000 },
    name: 'exact',
    reason: /letter/,
  },
  { when: 'one label is all there is', clues: { gold: repeated(['yes'], 50) }, name: 'exact', reason: /letter/ },
  {
    when: 'labels are paragraphs',
    clues: { gold: repeated(['one\ntwo', 'three\nfour'], 50) },
    name: 'exact',
    reason: /letter/,
  },
  { when: 'labels are long', clues: { gold: repeated(['x'.repeat(61), 'y'], 50) }, name: 'exact', reason: /letter/ },
  {
    when: 'gold answers are numbers',
    clues: { gold: ['18', '-3', '1,200', '$5', '0.5'] },
    name: 'numeric',
    reason: /every gold answer is a number/,
  },
  {
    when: 'gold answers are codes with leading zeros',
    clues: { gold: ['007', '012', '100'] },
    name: 'exact',
    reason: /letter/,
  },
  { when: 'gold answers are numbers and words', clues: { gold: ['18', 'none', '7'] }, name: 'exact', reason: /letter/ },
  {
    when: 'gold answers are a few scores',
    clues: { gold: repeated(['1', '2', '3'], 10) },
    name: 'label',
    labels: ['1', '2', '3'],
    reason: /3 labels/,
  },
  { when: 'gold answers are blank', clues: { gold: ['', ' '] }, name: 'exact', reason: /letter/ },
  {
    when: 'only outputs are there, of few labels',
    clues: { sampleOutputs: repeated(['A', 'B'], 10) },
    name: 'label',
    labels: ['A', 'B'],
    reason: /the 20 sample outputs are 2 labels/,
  },
  {
    when: 'gold answers are prose and outputs numbers',
    clues: { gold: ['one', 'two'], sampleOutputs: ['1', '2'] },
    name: 'exact',
    reason: /letter/,
  },
  {
    when: 'label is asked for with gold answers',
    clues: { asked: 'label', gold: triage },
    name: 'label',
    labels: triage,
    reason: /^asked for$/,
  },
  {
    when: 'label is asked for with declared labels',
    clues: { asked: 'label', labels: ['x', 'y'], gold: triage },
    name: 'label',
    labels: ['x', 'y'],
    reason: /^asked for$/,
  },
  {
    when: 'label is asked for and none is known',
    clues: { asked: 'label' },
    name: 'label',
    labels: [],
    reason: /^asked for$/,
  },
];

describe('chooseEquivalence', () => {
  for (const { when, clues, name, labels = [], reason } of cases) {
    it(`takes ${name} when ${when}`, () => {
      const choice = chooseEquivalence(clues);
      assert.equal(choice.name, name);
      assert.deepEqual(choice.labels, labels);
      assert.match(equivalenceReasonWords(choice.reason, english), reason);
    });
  }

  for (const asked of equivalenceNames) {
    it(`takes ${asked} when asked for, whatever the data say`, () => {
      const choice = chooseEquivalence({ asked, template: json, gold: ['1', '2'] });
      assert.equal(choice.name, asked);
      assert.equal(choice.reason, 'asked for');
    });
  }
});
