import assert from 'node:assert/strict';
import { LabelSet } from '../../../src/core/equivalence/labelSet.ts';

const triage = ['billing', 'technical_issue', 'feature request', 'account access', 'account', 'other'];
const sentiment = ['positive', 'negative', 'neutral'];
const spam = ['spam', 'not spam'];
const choices = ['A', 'B', 'C', 'D'];
const languages = ['C', 'C++', 'C#', 'Java', 'JavaScript'];
const scores = ['-1', '0', '1', '4', '5'];

interface Case {
  readonly labels: readonly string[];
  readonly text: string;
  readonly label: string | undefined;
}

const cases: readonly Case[] = [
  // The label alone, dressed up.
  { labels: triage, text: 'billing', label: 'billing' },
  { labels: triage, text: ' BILLING\n', label: 'billing' },
  { labels: triage, text: '\uFEFFBilling', label: 'billing' },
  { labels: triage, text: '"Billing."', label: 'billing' },
  { labels: triage, text: '“billing”', label: 'billing' },
  { labels: triage, text: '**billing**', label: 'billing' },
  { labels: triage, text: '_billing_', label: 'billing' },
  { labels: triage, text: '`billing`', label: 'billing' },
  { labels: triage, text: '### Billing', label: 'billing' },
  { labels: triage, text: '- billing', label: 'billing' },
  { labels: triage, text: '<label>billing</label>', label: 'billing' },
  { labels: triage, text: '```\nbilling\n```', label: 'billing' },
  { labels: triage, text: '✅ billing', label: 'billing' },
  { labels: triage, text: 'Technical issue', label: 'technical_issue' },
  { labels: triage, text: 'technical-issue.', label: 'technical_issue' },
  { labels: triage, text: 'FEATURE_REQUEST', label: 'feature request' },
  { labels: triage, text: 'feature\u2011request', label: 'feature request' },
  { labels: ['café', 'thé'], text: 'CAFE\u0301!', label: 'café' },
  { labels: ['正面', '负面'], text: '标签：正面。', label: '正面' },
  { labels: ['👍', '👎'], text: ' 👍.', label: '👍' },
  // Stated.
  { labels: triage, text: 'Label: Billing.', label: 'billing' },
  { labels: triage, text: 'Answer: billing', label: 'billing' },
  { labels: triage, text: '**Label:** billing', label: 'billing' },
  { labels: triage, text: '**Final Answer**: *billing*', label: 'billing' },
  { labels: triage, text: 'The correct category: billing', label: 'billing' },
  { labels: triage, text: 'Category:\n\nbilling', label: 'billing' },
  { labels: triage, text: 'class = billing', label: 'billing' },
  { labels: triage, text: '{"label":"x"}', label: undefined },
  { labels: triage, text: '{"label":"Billing"}', label: 'billing' },
  { labels: triage, text: '{"label":"billing","reason":"not a technical issue"}', label: 'billing' },
  { labels: triage, text: '```json\n{"category": "billing", "note": "account"}\n```', label: 'billing' },
  { labels: triage, text: 'Here you go: {"answer": "billing", "runner_up": "account"}', label: 'billing' },
  { labels: triage, text: '{"department":"billing"}', label: 'billing' },
  { labels: triage, text: '["billing"]', label: 'billing' },
  { labels: ['true', 'false'], text: '{"label": true, "was": "false"}', label: 'true' },
  { labels: triage, text: 'It mentions the account and billing.\n\nLabel: billing', label: 'billing' },
  { labels: triage, text: 'Label: billing\nReason: the account is fine, no technical issue.', label: 'billing' },
  { labels: triage, text: 'Answer: billing\nFinal answer: account', label: undefined },
  { labels: triage, text: 'Answer: billing or account', label: undefined },
  { labels: triage, text: 'Answer: see below\nThis is about billing.', label: 'billing' },
  { labels: triage, text: '{"label":"billing","answer":"account"}', label: undefined },
  // In running text.
  { labels: triage, text: 'This ticket is about billing, clearly.', label: 'billing' },
  { labels: triage, text: 'Billing: the customer was charged twice for billing.', label: 'billing' },
  { labels: triage, text: 'billing or account', label: undefined },
  { labels: triage, text: 'I cannot tell.', label: undefined },
  { labels: triage, text: '', label: undefined },
  { labels: triage, text: '?!', label: undefined },
  { labels: triage, text: 'They lost account access.', label: 'account access' },
  { labels: triage, text: 'account access, or just account', label: undefined },
  // Whole words only.
  { labels: triage, text: 'accounting', label: undefined },
  { labels: triage, text: 'rebilling', label: undefined },
  { labels: triage, text: 'billing2', label: undefined },
  { labels: triage, text: 'pre-billing', label: undefined },
  { labels: triage, text: 'billing_account', label: undefined },
  { labels: triage, text: 'an_other', label: undefined },
  { labels: ['man', 'woman'], text: 'woman', label: 'woman' },
  { labels: ['cafe', 'bar'], text: 'cafe\u0301', label: undefined },
  { labels: sentiment, text: 'The sentiment is _positive_ here.', label: 'positive' },
  // The longest wins.
  { labels: spam, text: 'Not spam.', label: 'not spam' },
  { labels: spam, text: 'not_spam', label: 'not spam' },
  { labels: spam, text: 'This is spam', label: 'spam' },
  { labels: spam, text: 'It is not spam, spam it is not', label: undefined },
  { labels: languages, text: 'C++.', label: 'C++' },
  { labels: languages, text: '**C#**', label: 'C#' },
  { labels: languages, text: 'C', label: 'C' },
  { labels: languages, text: 'javascript', label: 'JavaScript' },
  { labels: ['C', 'Java'], text: 'It is C++', label: undefined },
  // Negation: only the word right before.
  { labels: sentiment, text: 'not positive', label: undefined },
  { labels: sentiment, text: "It isn't a positive review", label: undefined },
  { labels: sentiment, text: 'It is not **positive**', label: undefined },
  { labels: sentiment, text: 'neither positive nor negative', label: undefined },
  { labels: sentiment, text: 'not positive but negative', label: undefined },
  { labels: sentiment, text: 'non-positive', label: undefined },
  { labels: ['spam', 'ham'], text: 'This is not spam.', label: undefined },
  { labels: sentiment, text: 'No, positive', label: 'positive' },
  { labels: sentiment, text: 'far from positive', label: 'positive' },
  { labels: ['yes', 'no'], text: 'No.', label: 'no' },
  { labels: ['yes', 'no'], text: 'Yes, nothing more', label: 'yes' },
  // One character.
  { labels: choices, text: 'a', label: 'A' },
  { labels: choices, text: '(a)', label: 'A' },
  { labels: choices, text: 'Answer: **b**', label: 'B' },
  { labels: choices, text: 'B) Paris is a city', label: 'B' },
  { labels: choices, text: 'The answer is C.', label: 'C' },
  { labels: choices, text: 'It is a hard question', label: undefined },
  { labels: choices, text: 'A or B', label: undefined },
  { labels: choices, text: 'E', label: undefined },
  { labels: choices, text: 'A-', label: undefined },
  // Numbers as labels.
  { labels: scores, text: '4 stars', label: '4' },
  { labels: scores, text: 'Rating: 4.', label: '4' },
  { labels: scores, text: '4.5', label: undefined },
  { labels: scores, text: '1,4', label: undefined },
  { labels: scores, text: '-1', label: '-1' },
  { labels: scores, text: '−1', label: '-1' },
  { labels: ['0', '1'], text: '-1', label: undefined },
  { labels: scores, text: '14', label: undefined },
  { labels: scores, text: '4/5', label: undefined },
];

describe('LabelSet.read', () => {
  for (const { labels, text, label } of cases) {
    it(`finds ${label ?? 'no label'} of ${labels.join('|')} in ${JSON.stringify(text)}`, () => {
      assert.equal(new LabelSet(labels).read(text), label);
    });
  }

  it('reads every label of its own as itself', () => {
    for (const labels of [triage, sentiment, spam, choices, languages, scores]) {
      const set = new LabelSet(labels);
      assert.deepEqual(
        labels.map((label) => set.read(label)),
        labels,
      );
    }
  });

  it('ends soon on a stuttering text', () => {
    const set = new LabelSet([...triage, 'A']);
    for (const piece of ['.', '*', '"', '\\"', '{', '[', '\n', ' ', '_', 'label ', 'not ']) {
      assert.equal(set.read(`x${piece.repeat(50_000)}x`), undefined, piece);
    }
  }).timeout(5000);
});

describe('LabelSet.labels', () => {
  it('leaves out blank labels, and those that differ only in case, space, underscore or hyphen', () => {
    const set = new LabelSet(['Billing', 'billing ', '', ' ', 'log in', 'LOG_IN', 'log-in', 'login']);
    assert.deepEqual(set.labels, ['Billing', 'log in', 'login']);
  });
});
