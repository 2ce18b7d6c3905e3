import type { Calibration, ModelReport, ProfileRequest, ProfileResult } from '../../src/core/profiling/profile.ts';
import type { StudentProjection } from '../../src/core/profiling/studentProjection.ts';
import { english } from '../../src/core/translate.ts';
import { recommendationSentence } from '../../src/core/wording/recommendationSentence.ts';
import type { DataState, ModelChoice, PanelState, ProfileState, SetupState } from '../../src/webview/protocol.ts';

/** States of the panel as a host would send them; models, prices and answers are invented. */

const modelChoices: readonly ModelChoice[] = [
  choice('openai/gpt-x-nano', 0.05, 0.4, 0.00002),
  choice('openai/gpt-x-mini', 0.25, 2, 0.00011),
  { ...choice('anthropic/claude-y-haiku', 1, 5, 0.00043), confidence: 'none', key: 'missing' },
  {
    id: 'compatible:ollama/qwen-8b',
    selected: true,
    price: undefined,
    notional: false,
    callUSD: undefined,
    confidence: 'probed',
    key: 'not needed',
  },
  { ...choice('openai/gpt-x', 2.5, 20, 0.00112), key: 'environment' },
];

const ticket =
  'You sort support tickets of Aurora Ledger into one of: billing, login, account, bug, other.\nAnswer with the one word alone.';

export const setup: SetupState = {
  prompt: { path: '/w/prompts/triage.prompty', label: 'prompts/triage.prompty', tokens: 412 },
  promptChoices: [
    { path: '/w/prompts/triage.prompty', label: 'prompts/triage.prompty' },
    { path: '/w/prompts/summary.prompt', label: 'prompts/summary.prompt' },
  ],
  data: { path: '/w/data/tickets.csv', label: 'data/tickets.csv', rows: 1842, goldColumn: 'queue', origin: 'beside' },
  dataChoices: [
    { path: '/w/data/tickets.csv', label: 'data/tickets.csv' },
    { path: '/w/data/old.jsonl', label: 'data/old.jsonl' },
  ],
  columns: ['id', 'body', 'product', 'queue'],
  variables: [
    { name: 'ticket', column: 'body' },
    { name: 'product', column: 'product' },
  ],
  preview: [
    'I was charged twice and now the app logs me out when I open Billing.',
    'Can you move our renewal to the new entity before the 30th?',
    'Export to CSV drops the last column since Tuesday.',
  ].map((body) => [
    { role: 'system', content: ticket },
    { role: 'user', content: `Product: Ledger Pro\n\n${body}` },
  ]),
  models: modelChoices,
  reference: 'openai/gpt-x',
  delta: 0.05,
  confidence: 0.95,
  volume: 100_000,
  maxSpendUSD: 5,
  studentDelta: 0.02,
  method: 'smart-mix',
  scope: 'stream',
  comparison: {
    chosen: undefined,
    name: 'label',
    reason: 'the 1842 gold answers are 5 labels: billing, login, account, bug, other',
    written: { labels: '', jsonFields: '', tolerance: '', judge: '' },
    found: 'billing, login, account, bug, other',
  },
  estimate: { likelyUSD: 0.62, likelyItems: 900, atMostUSD: 1.35, savingUpToUSD: 109 },
  problems: [],
  busy: false,
  resumable: false,
};

const LONG =
  'compatible:a-rather-long-server-name.internal/organisation/a-model-whose-name-goes-on-and-on-instruct-v3.1-2026-10-31';

export const manyModels: readonly ModelChoice[] = Array.from({ length: 24 }, (_, index) =>
  choice(
    index === 3 ? LONG : `openai/gpt-x-${index}-preview-2026-10-${index + 1}`,
    0.1 * (index + 1),
    index + 1,
    0.0001 * (index + 1),
  ),
);

export const request: ProfileRequest = {
  method: 'smart-mix',
  delta: 0.05,
  confidence: 0.95,
  scope: 'stream',
  reference: 'openai/gpt-x',
  models: ['openai/gpt-x-nano', 'openai/gpt-x-mini', 'anthropic/claude-y-haiku', 'openai/gpt-x'],
  unpriced: ['compatible:ollama/qwen-8b'],
  rows: 1842,
  volume: 100_000,
  seed: 1,
};

const reference = report('openai/gpt-x', { status: 'reference', items: 912, costPerCallUSD: 0.00112, accuracy: 0.941 });
const nano = report('openai/gpt-x-nano', {
  status: 'too far off',
  items: 110,
  deviations: 31,
  deviationInterval: { lower: 0.2, upper: 0.376 },
  costPerCallUSD: 0.00002,
  accuracy: 0.71,
});
const mini = report('openai/gpt-x-mini', {
  status: 'satisfies',
  items: 912,
  deviations: 21,
  deviationInterval: { lower: 0.0143, upper: 0.034 },
  costPerCallUSD: 0.00039,
  accuracy: 0.936,
});
const haiku = report('anthropic/claude-y-haiku', {
  status: 'dearer',
  items: 420,
  deviations: 14,
  deviationInterval: { lower: 0.0183, upper: 0.0553 },
  costPerCallUSD: 0.00043,
  accuracy: 0.94,
});
const unpriced = report('compatible:ollama/qwen-8b', { status: 'unpriced' });

export const reports: readonly ModelReport[] = [nano, mini, haiku, unpriced, reference];

export const disagreements: ProfileResult['disagreements'] = Array.from({ length: 52 }, (_, index) => ({
  model: index < 31 ? 'openai/gpt-x-nano' : 'openai/gpt-x-mini',
  item: String(17 * index),
  input:
    index % 3 === 0
      ? `Product: Ledger Pro\n\nI was charged twice (case ${index}) and now the app logs me out when I open Billing. ${'It has been like this since the update on Tuesday. '.repeat(5)}`
      : `Can you move our renewal ${index} to the new entity before the 30th?`,
  referenceAnswer: 'billing',
  answer: index === 2 ? null : 'login',
  gold: index % 2 === 0 ? 'billing' : 'account',
}));

const referenceRecommendation = { kind: 'reference', stages: [{ model: 'openai/gpt-x', share: 1 }] } as const;

export const mixResult: ProfileResult = {
  request,
  recommendation: {
    kind: 'mix',
    stages: [
      { model: 'openai/gpt-x-mini', share: 0.71 },
      { model: 'openai/gpt-x', share: 0.29 },
    ],
  },
  guarantee: {
    delta: 0.05,
    confidence: 0.95,
    deviationUpperBound: 0.0241,
    deviations: 21,
    items: 912,
    scope: 'stream',
    method: 'smart-mix',
    basis: 'paper',
  },
  referencePerCallUSD: 0.00112,
  policyPerCallUSD: 0.0006017,
  profilingUSD: 0.58,
  savings: { ratio: 1.8614, interval: { lower: 1.79, upper: 1.93 } },
  models: reports,
  equivalence: {
    name: 'label',
    reason: { because: 'labels found', of: 'gold answers', rows: 1842, labels: ['billing', 'login', 'other'] },
  },
  items: 912,
  disagreements,
  stopped: 'not worth it',
  warnings: [],
};

export const singleResult: ProfileResult = {
  ...mixResult,
  recommendation: { kind: 'single', stages: [{ model: 'openai/gpt-x-mini', share: 1 }] },
  guarantee: { ...mixResult.guarantee, deviationUpperBound: 0.034 },
  policyPerCallUSD: 0.00039,
  savings: { ratio: 2.8718, interval: { lower: 2.67, upper: 3.11 } },
  stopped: 'decided',
};

export const referenceResult: ProfileResult = {
  ...mixResult,
  recommendation: { kind: 'reference', stages: [{ model: 'openai/gpt-x', share: 1 }] },
  guarantee: { ...mixResult.guarantee, deviationUpperBound: 0, deviations: 0 },
  policyPerCallUSD: 0.00112,
  savings: { ratio: 1, interval: { lower: 1, upper: 1 } },
  models: [
    nano,
    { ...mini, status: 'too far off', deviations: 95, deviationInterval: { lower: 0.085, upper: 0.126 } },
    reference,
  ],
  stopped: 'spending cap',
  warnings: [{ code: 'missing-answers', model: 'openai/gpt-x-nano', missing: 30, asked: 915, lastFailure: undefined }],
};

const bins = (items: readonly number[], gap: number): Calibration['bins'] =>
  items.map((count, index) => {
    const middle = (index + 0.5) / 10;
    const known = count > 0;
    return {
      from: index / 10,
      to: (index + 1) / 10,
      items: count,
      meanProbability: known ? middle : undefined,
      frequency: known ? Math.max(0, Math.min(1, middle + gap * (1 - middle))) : undefined,
    };
  });

export const cascadeResult: ProfileResult = {
  ...mixResult,
  request: { ...request, method: 'certified' },
  recommendation: {
    kind: 'cascade',
    stages: [
      {
        model: 'openai/gpt-x-mini',
        share: 0.71,
        accept: { score: { atLeast: 2, bias: 0, weights: { certainty: 0.773 } } },
      },
      { model: 'openai/gpt-x', share: 0.29 },
    ],
  },
  guarantee: {
    delta: 0.05,
    confidence: 0.95,
    deviationUpperBound: 0.0442,
    deviations: 21,
    items: 762,
    scope: 'stream',
    method: 'certified',
    basis: 'exact test',
    certificate: {
      test: 'binomial',
      alpha: 0.05,
      looks: [{ items: 762, mostDeviations: 27, alphaShare: 1 }],
      look: 0,
      warmUpItems: 150,
      waysWeighed: 14,
      paths: ['openai/gpt-x-mini(certainty) @1'],
    },
  },
  models: [
    { ...nano, status: 'not needed' },
    { ...mini, status: 'used' },
    { ...haiku, status: 'open' },
    unpriced,
    reference,
  ],
  referenceSelfDeviation: { items: 20, deviations: 1 },
  comparison: [
    {
      method: 'smart-all',
      recommendation: referenceRecommendation,
      savingsRatio: 1,
      policyPerCallUSD: 0.00112,
      deviationUpperBound: 0,
      items: 912,
    },
    {
      method: 'smart',
      recommendation: referenceRecommendation,
      savingsRatio: 1,
      policyPerCallUSD: 0.00112,
      deviationUpperBound: 0,
      items: 420,
    },
    {
      method: 'smart-mix',
      recommendation: {
        kind: 'mix',
        stages: [
          { model: 'openai/gpt-x-nano', share: 0.31 },
          { model: 'openai/gpt-x', share: 0.69 },
        ],
      },
      savingsRatio: 1.38,
      policyPerCallUSD: 0.00081,
      deviationUpperBound: 0.05,
      items: 420,
    },
  ],
  calibration: [
    {
      model: 'openai/gpt-x-nano',
      items: 110,
      areaUnderROC: 0.71,
      expectedCalibrationError: 0.12,
      bins: bins([0, 0, 2, 4, 6, 10, 14, 20, 24, 30], -0.4),
    },
    {
      model: 'openai/gpt-x-mini',
      items: 912,
      areaUnderROC: 0.874,
      expectedCalibrationError: 0.041,
      bins: bins([0, 0, 0, 8, 20, 34, 50, 90, 210, 500], 0.2),
    },
    {
      model: 'anthropic/claude-y-haiku',
      items: 40,
      areaUnderROC: undefined,
      expectedCalibrationError: 0,
      bins: bins([0, 0, 0, 0, 0, 0, 0, 0, 0, 40], 1),
    },
  ],
};

const stretches = Array.from({ length: 20 }, (_, index) => {
  const kept = index < 8 ? 0 : Number((0.62 * (1 - 0.75 ** (index - 7))).toFixed(4));
  const agreement = kept === 0 ? 1 : index % 3 === 0 ? 0.96 : 0.99;
  return { items: Math.min(912, 46 * (index + 1)), shares: [kept, 1 - kept], agreement };
});

/** One that answers more and more. */
export const student: StudentProjection = {
  terms: { delta: 0.05, confidence: 0.95 },
  evidence: { items: 912, keptShare: 0.268, lateKeptShare: 0.597, deviationShare: 0.009, costShare: 0.744 },
  windows: stretches,
  firstAnswer: 350,
  lateSure: { share: 0.66, deviationShare: 0.012 },
  promise: { delta: 0.1, confidence: 0.9 },
};

const idle = { keptShare: 0, lateKeptShare: 0, deviationShare: 0, costShare: 1 };

/** Rows ran out before any student may answer. */
export const earlyStudent: StudentProjection = {
  ...student,
  terms: { delta: 0.02, confidence: 0.95 },
  evidence: { items: 912, ...idle },
  windows: stretches.map(({ items }) => ({ items, shares: [0, 1], agreement: 1 })),
  firstAnswer: 3500,
  lateSure: { share: 0.41, deviationShare: 0.008 },
  promise: { delta: 0.07, confidence: 0.9 },
};

/** One that had its time and learned nothing. */
export const idleStudent: StudentProjection = {
  ...earlyStudent,
  firstAnswer: 700,
  lateSure: { share: 0, deviationShare: 0 },
};

/** Three stages, the first judged by its label, the second by more than one number. */
export const chainResult: ProfileResult = {
  ...cascadeResult,
  recommendation: {
    kind: 'cascade',
    stages: [
      {
        model: 'openai/gpt-x-nano',
        share: 0.42,
        accept: {
          score: {
            atLeast: 3,
            bias: 0,
            weights: { certainty: 0.6, 'label:billing': 0.4, 'label:login': -0.3, 'label certainty:login': 0.1 },
          },
        },
      },
      {
        model: 'anthropic/claude-y-haiku',
        share: 0.39,
        accept: {
          score: { atLeast: 3.2, bias: 0.5, weights: { certainty: 0.3, 'agrees:openai/gpt-x-nano': 1.5 } },
          tieShare: 0.5,
        },
      },
      { model: 'openai/gpt-x', share: 0.19 },
    ],
  },
  referenceSelfDeviation: { items: 20, deviations: 0 },
};

export const batchResult: ProfileResult = {
  ...singleResult,
  request: { ...request, scope: 'batch' },
  savings: { ratio: 1.37, interval: { lower: 1.3, upper: 1.44 } },
};

export const done: Extract<ProfileState, { phase: 'done' }> = {
  phase: 'done',
  subject: 'triage.prompty',
  result: singleResult,
  sentence:
    "Use openai/gpt-x-mini instead of openai/gpt-x: 2.87 times cheaper, and at most 5 % of answers differ from openai/gpt-x's.",
  notionalPrices: false,
  configFile: '/w/prompts/triage.cascade.json',
  configWritten: false,
  committed: false,
  studentInFront: false,
};

export const doneMix: Extract<ProfileState, { phase: 'done' }> = {
  ...done,
  result: mixResult,
  sentence:
    "Send 71 % of the inputs, chosen at random, to openai/gpt-x-mini and the rest to openai/gpt-x: 1.86 times cheaper, and at most 5 % of answers differ from openai/gpt-x's.",
};

export const doneCascade: Extract<ProfileState, { phase: 'done' }> = {
  ...done,
  result: cascadeResult,
  sentence: recommendationSentence(cascadeResult, english),
};

export const running: Extract<ProfileState, { phase: 'running' }> = {
  phase: 'running',
  subject: 'triage.prompty',
  progress: {
    type: 'progress',
    items: 312,
    itemLimit: 900,
    costUSD: 0.21,
    models: [
      nano,
      { ...mini, status: 'open', items: 312, deviations: 9, deviationInterval: { lower: 0.0133, upper: 0.0541 } },
      { ...haiku, status: 'satisfies', items: 312, deviations: 6, deviationInterval: { lower: 0.0071, upper: 0.0414 } },
      unpriced,
      { ...reference, items: 312 },
    ],
    best: {
      model: 'anthropic/claude-y-haiku',
      savings: { ratio: 2.6, interval: { lower: 2.41, upper: 2.81 } },
    },
  },
  delta: 0.05,
  maxSpendUSD: 5,
  counted: { scope: 'stream', calls: 100_000 },
  secondsLeft: 101,
};

export const failed: Extract<ProfileState, { phase: 'failed' }> = {
  phase: 'failed',
  subject: 'triage.prompty',
  message: 'api.openai.com refused the key (401). Set another with “Downtier: Set API key”, then profile again.',
  keyOf: 'openai/gpt-x',
  resumable: true,
};

const unknownComparison = { ...setup.comparison, name: undefined, reason: undefined, found: '' };

/** Every state worth a look, by name. */
export const panelStates: Readonly<Record<string, PanelState>> = {
  setup: panel(),
  'setup-empty': panel({
    setup: {
      prompt: undefined,
      promptChoices: [],
      data: undefined,
      dataChoices: [],
      columns: [],
      variables: [],
      preview: [],
      models: [],
      reference: undefined,
      comparison: unknownComparison,
      estimate: undefined,
      problems: ['No prompt is chosen.', 'No dataset is chosen.', 'No models are configured.'],
    },
  }),
  'setup-prompt-only': panel({
    setup: {
      data: undefined,
      columns: [],
      variables: [
        { name: 'ticket', column: undefined },
        { name: 'product', column: undefined },
      ],
      preview: [],
      comparison: unknownComparison,
      estimate: undefined,
      problems: ['No dataset is chosen.'],
    },
  }),
  'setup-unmapped': panel({
    setup: {
      variables: [
        { name: 'ticket', column: 'body' },
        { name: 'a_variable_with_a_name_that_is_far_too_long_for_anyone', column: undefined },
      ],
      preview: [],
      estimate: undefined,
      problems: ['The variable a_variable_with_a_name_that_is_far_too_long_for_anyone has no column.'],
    },
  }),
  'setup-untrusted': panel({ trusted: false }),
  'setup-many': panel({ setup: { models: manyModels, reference: manyModels[23]?.id } }),
  'setup-batch': panel({ setup: { scope: 'batch', resumable: true } }),
  'setup-judge': panel({
    setup: {
      data: { ...(setup.data as DataState), origin: 'only own rows', rows: 3, goldColumn: undefined },
      comparison: { ...setup.comparison, chosen: 'judge', name: 'judge', reason: 'asked for', found: '' },
      problems: ['Name the model that compares the outputs: one that is not compared itself.'],
      estimate: undefined,
    },
  }),
  'setup-notional': panel({
    setup: { models: modelChoices.map((model) => ({ ...model, notional: model.price !== undefined })), busy: true },
  }),
  'running-start': panel({ profile: { ...running, progress: undefined, secondsLeft: undefined } }),
  running: panel({ profile: running }),
  'running-certified': panel({ setup: { method: 'certified' }, profile: running }),
  'running-early': panel({
    profile: {
      ...running,
      secondsLeft: undefined,
      progress: {
        type: 'progress',
        items: 10,
        itemLimit: 900,
        costUSD: 0.009,
        best: undefined,
        models: [nano, mini, haiku].map((model) => ({
          ...model,
          status: 'open',
          items: 10,
          deviations: model === nano ? 4 : 0,
          deviationInterval: model === nano ? { lower: 0.12, upper: 0.738 } : { lower: 0, upper: 0.308 },
        })),
      },
    },
  }),
  'running-many': panel({
    profile: {
      ...running,
      progress: {
        type: 'progress',
        items: 312,
        itemLimit: 900,
        costUSD: 0.21,
        best: undefined,
        models: manyModels.map(({ id }, index) => ({
          ...mini,
          id,
          status: index % 4 === 0 ? 'too far off' : index % 4 === 1 ? 'satisfies' : 'open',
          deviations: 3 * index,
          items: 312,
          deviationInterval: { lower: Math.max(0, (3 * index) / 312 - 0.03), upper: (3 * index) / 312 + 0.03 },
        })),
      },
    },
  }),
  done: panel({ profile: { ...done, result: { ...singleResult, student: idleStudent } } }),
  'done-mix': panel({ profile: { ...doneMix, configWritten: true } }),
  'done-cascade': panel({ profile: { ...doneCascade, configWritten: true } }),
  'done-chain': panel({
    profile: {
      ...doneCascade,
      result: { ...chainResult, student: earlyStudent },
      sentence: recommendationSentence(chainResult, english),
    },
  }),
  'done-student': panel({
    profile: {
      ...doneCascade,
      result: { ...cascadeResult, student },
      configWritten: true,
      studentInFront: true,
    },
  }),
  'done-reference': panel({
    profile: {
      ...done,
      result: referenceResult,
      sentence: 'Keep openai/gpt-x: no cheaper way was shown to differ on at most 5 % of answers.',
      notionalPrices: true,
    },
  }),
  'done-batch': panel({ profile: { ...done, result: batchResult, configWritten: true, committed: true } }),
  'done-many': panel({
    profile: {
      ...done,
      result: {
        ...singleResult,
        models: [...reports, ...manyModels.map(({ id, callUSD }) => ({ ...haiku, id, costPerCallUSD: callUSD }))],
        disagreements: [],
      },
      configFile:
        'C:\\work\\prompts\\triage-of-support-tickets-and-a-good-many-other-things-besides-of-support-tickets-in-three-languages.cascade.json',
    },
  }),
  failed: panel({ profile: failed }),
};

/** The ordinary setup with these changes. */
export function panel(
  changes: { setup?: Partial<SetupState>; profile?: ProfileState; trusted?: boolean } = {},
): PanelState {
  return {
    setup: { ...setup, ...changes.setup },
    profile: changes.profile ?? { phase: 'none' },
    trusted: changes.trusted ?? true,
  };
}

function choice(id: string, inputUSDPer1M: number, outputUSDPer1M: number, callUSD: number): ModelChoice {
  return {
    id,
    selected: true,
    price: { inputUSDPer1M, outputUSDPer1M },
    notional: false,
    callUSD,
    confidence: 'log-probabilities',
    key: 'stored',
  };
}

function report(id: string, changes: Partial<ModelReport>): ModelReport {
  return {
    id,
    items: 0,
    deviations: 0,
    missing: 0,
    deviationInterval: { lower: 0, upper: 1 },
    costPerCallUSD: undefined,
    accuracy: undefined,
    status: 'open',
    ...changes,
  };
}
