import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { PriceBook } from '../../src/core/models/price.ts';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import { routingConfigText } from '../../src/core/routing/routingConfigText.ts';
import { Student } from '../../src/core/students/student.ts';
import { english } from '../../src/core/translate.ts';
import { configFactWords } from '../../src/core/wording/configFactWords.ts';
import { checkConfig, checkConfigFile } from '../../src/engine/checkConfigs.ts';
import { BIG, cascadeConfig, cascadeFolder, stageFor } from '../support/cascadeFolder.ts';
import { priceBookFor } from '../support/priceBookFor.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { evidenceFor, routingConfigFor } from '../support/routingConfigFor.ts';

const FILE = '/shop/sort.cascade.json';
const UNCHANGED: Readonly<Record<string, string>> = {
  [resolve('/shop/sort.prompty')]: '0'.repeat(64),
  [resolve('/shop/rows.csv')]: '1'.repeat(64),
};
const PRICES = {
  'openai/big': { inputUSDPer1M: 10, outputUSDPer1M: 40 },
  'openai/small': { inputUSDPer1M: 1, outputUSDPer1M: 4 },
};

function check(
  config: RoutingConfig | string,
  world: { files?: Readonly<Record<string, string>>; prices?: PriceBook; today?: string } = {},
) {
  const text = typeof config === 'string' ? config : routingConfigText(config);
  return checkConfig(FILE, text, {
    today: world.today ?? '2026-11-22',
    prices: world.prices ?? priceBookFor(PRICES),
    hashOf: async (file) => (world.files ?? UNCHANGED)[file],
  });
}

/** The text that a finding underlines. */
function underlined(text: string, { start, end }: { start: { line: number; character: number }; end: typeof start }) {
  assert.equal(start.line, end.line);
  return text.split('\n')[start.line]?.slice(start.character, end.character);
}

describe('checkConfig', () => {
  it('finds nothing where nothing has changed', async () => {
    const found = await check(routingConfigFor());
    assert.deepEqual(found.findings, []);
    assert.equal(found.stale, false);
    assert.equal(found.promptFile, resolve('/shop/sort.prompty'));
    assert.equal(found.datasetFile, resolve('/shop/rows.csv'));
    assert.equal(found.repricedText, undefined);
  });

  const cases: readonly {
    name: string;
    config?: RoutingConfig | string;
    world?: Parameters<typeof check>[1];
    codes: readonly string[];
    /** What the first finding underlines. */
    at: string;
    says: RegExp;
    stale?: boolean;
  }[] = [
    {
      name: 'a changed prompt',
      world: { files: { ...UNCHANGED, [resolve('/shop/sort.prompty')]: '2'.repeat(64) } },
      codes: ['prompt-changed'],
      at: `"${'0'.repeat(64)}"`,
      says: /^sort\.prompty has changed since it was profiled on 2026-11-20/,
    },
    {
      name: 'a missing prompt and a missing dataset',
      world: { files: {} },
      codes: ['prompt-missing', 'dataset-missing'],
      at: '"sort.prompty"',
      says: /^The prompt sort\.prompty is missing/,
    },
    {
      name: 'a changed dataset',
      world: { files: { ...UNCHANGED, [resolve('/shop/rows.csv')]: '2'.repeat(64) } },
      codes: ['dataset-changed'],
      at: `"${'1'.repeat(64)}"`,
      says: /^rows\.csv has changed/,
    },
    {
      name: 'rows written in a changed prompt, once',
      config: routingConfigFor({ dataset: { file: './sort.prompty', sha256: '0'.repeat(64), rows: 3 } }),
      world: { files: { [resolve('/shop/sort.prompty')]: '2'.repeat(64) } },
      codes: ['prompt-changed'],
      at: `"${'0'.repeat(64)}"`,
      says: /sort\.prompty/,
    },
    {
      name: 'a dataset on another machine, without knocking there',
      config: routingConfigFor({ dataset: { file: '//host/share/rows.csv', sha256: '1'.repeat(64), rows: 3 } }),
      codes: ['dataset-missing'],
      at: '"//host/share/rows.csv"',
      says: /missing or cannot be read/,
    },
    {
      name: 'a changed price, however little',
      world: { prices: priceBookFor({ ...PRICES, 'openai/small': { inputUSDPer1M: 1.001, outputUSDPer1M: 4 } }) },
      codes: ['price-changed'],
      at: '"price"',
      says: /\$1 in, \$4 out per 1M tokens on 2026-11-20 and is \$1\.001 in, \$4 out per 1M tokens on 2026-11-22/,
    },
    {
      name: 'an unknown price, which is said and not held against the config',
      world: { prices: priceBookFor({ 'openai/big': PRICES['openai/big'] }) },
      codes: ['price-unknown'],
      at: '"price"',
      says: /price of openai\/small is unknown/,
      stale: false,
    },
    {
      name: "the user's own price where it is not given, which is said only",
      config: routingConfigFor({
        evidence: {
          ...routingConfigFor().evidence,
          models: [
            evidenceFor('openai/big', { inputUSDPer1M: 7, outputUSDPer1M: 7, costPerCallUSD: 1, source: 'override' }),
          ],
        },
      }),
      codes: ['price-unknown'],
      at: '"price"',
      says: /was your own/,
      stale: false,
    },
    {
      name: 'a model with a known end',
      config: routingConfigFor({ stages: [{ model: 'openai/gpt-5-mini-2025-08-07', parameters: {}, share: 1 }] }),
      codes: ['model-retires'],
      at: '"openai/gpt-5-mini-2025-08-07"',
      says: /will be retired on 2026-12-11 \(https:/,
    },
    {
      name: 'a model that is gone',
      config: routingConfigFor({ reference: 'openai/gpt-4o' }),
      world: { today: '2027-01-14' },
      codes: ['model-retires'],
      at: '"openai/gpt-4o"',
      says: /was retired on 2027-01-14/,
    },
    {
      name: 'an end that only the config knows',
      config: routingConfigFor({ validity: { pricesOn: '2026-11-20', modelRetires: '2027-03-01' } }),
      codes: ['model-retires'],
      at: '"2027-03-01"',
      says: /will be retired on 2027-03-01/,
    },
    {
      name: 'what is not JSON',
      config: '{"version": 1,\n "prompt": oh }',
      codes: ['unreadable-config'],
      at: 'oh',
      says: /^This is not JSON/,
    },
    { name: 'an empty file', config: '', codes: ['unreadable-config'], at: '', says: /not JSON/ },
    {
      name: 'a newer format',
      config: '{\n  "version": 3\n}',
      codes: ['newer-config'],
      at: '3',
      says: /format version 3 .*Update Downtier/,
    },
    {
      name: 'nonsense in a field',
      config: routingConfigText(routingConfigFor()).replace('"delta": 0.05', '"delta": "five"'),
      codes: ['invalid-config'],
      at: '"five"',
      says: /^guarantee\.delta cannot be "five"/,
    },
    {
      name: 'shares that are not a whole',
      config: routingConfigFor({ stages: [{ model: 'openai/small', parameters: {}, share: 0.4 }] }),
      codes: ['invalid-config'],
      at: '"stages"',
      says: /sum to 0\.4/,
    },
    { name: 'JSON of another kind', config: '[1]', codes: ['invalid-config'], at: '[1]', says: /not a routing config/ },
  ];
  for (const { name, config = routingConfigFor(), world, codes, at, says, stale = true } of cases) {
    it(`reports ${name}`, async () => {
      const found = await check(config, world);
      assert.deepEqual(
        found.findings.map(({ code }) => code),
        codes,
      );
      const [first] = found.findings;
      assert.match(configFactWords(first!, english), says);
      const text = typeof config === 'string' ? config : routingConfigText(config);
      assert.equal(underlined(text, first!.range), at);
      assert.equal(found.stale, stale);
    });
  }

  it('gives the text with the new price where it follows, with keys of later versions kept', async () => {
    const prices = priceBookFor({ ...PRICES, 'openai/small': { inputUSDPer1M: 0.5, outputUSDPer1M: 2 } });
    const text = routingConfigText(routingConfigFor()).replace('"seed": 1', '"seed": 1,\n  "later": {"a": 1}');
    const { repricedText } = await check(text, { prices });
    const repriced = JSON.parse(repricedText ?? '') as RoutingConfig & { later: unknown };
    assert.deepEqual(repriced.later, { a: 1 });
    assert.equal(repriced.evidence.cost.savingsRatio, 20);
    assert.deepEqual((await check(repricedText ?? '', { prices })).findings, []);
  });
});

describe('checkConfigFile', () => {
  it('reports a file that cannot be read', async () => {
    const world = { today: '2026-11-22', prices: priceBookFor({}), hashOf: async () => undefined };
    const found = await checkConfigFile('/nowhere/x.cascade.json', world);
    assert.deepEqual(
      found.findings.map(({ code }) => code),
      ['unreadable-config'],
    );
    assert.equal(found.stale, true);
  });

  it('reports a student file that the runtime would refuse, and none before the first run', async () => {
    const student = { file: 'sort.student.json', delta: 0.02, confidence: 0.95 };
    const labels = ['billing', 'login'];
    const evidence = { ...cascadeConfig().evidence, equivalence: { name: 'label', reason: 'asked for', labels } };
    const folder = cascadeFolder({ student, evidence, stages: [stageFor(BIG)] });
    const findings = async () => {
      const world = { today: '2026-11-22', prices: priceBookFor({}), hashOf: async () => undefined };
      const found = await checkConfigFile(folder.config, world);
      return found.findings
        .filter(({ code }) => code === 'student-file')
        .map((finding) => configFactWords(finding, english));
    };
    const aim = { kind: 'deviation', rate: 0.01 } as const;
    const stateOf = (promptSha256: string) =>
      JSON.stringify(new Student({ promptSha256, labels, seed: 1, aim }).snapshot());
    const own = cascadeConfig().prompt?.sha256 ?? '';
    assert.deepEqual(await findings(), []);
    folder.file(student.file, stateOf(own));
    assert.deepEqual(await findings(), []);
    for (const [text, why] of [
      [stateOf('0'.repeat(64)), /another version of the prompt/],
      [stateOf(own).slice(0, 200), /not whole JSON/],
      [stateOf(own).replace('"version":1', '"version":7'), /version 7/],
    ] as const) {
      folder.file(student.file, text);
      const [message, ...others] = await findings();
      assert.match(message ?? '', why);
      assert.match(message ?? '', /^The student's file sort\.student\.json cannot be used: .*elete it/);
      assert.deepEqual(others, []);
    }
    removeProfileFolders();
  });
});
