import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SurveyRequest } from '../../../src/engine/worker/setupSurvey.ts';
import { surveySetup } from '../../../src/engine/worker/surveySetup.ts';
import type { WorldFacts } from '../../../src/engine/worker/worldFacts.ts';

describe('surveySetup', () => {
  let folder = '';
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const facts = (changes: Partial<WorldFacts> = {}): WorldFacts => ({
    today: '2026-11-22',
    sampleFolder: folder,
    keys: {},
    baseURLs: {},
    prices: {},
    scratchFolder: join(folder, 'scratch'),
    ...changes,
  });
  const survey = (changes: Partial<SurveyRequest>, world = facts()) =>
    surveySetup(
      {
        promptFile: join(folder, 'p.prompt'),
        data: { from: 'file', file: join(folder, 'd.csv') },
        columns: {},
        models: ['sample/nano'],
        deselected: [],
        reference: 'sample/large',
        profileItems: 100,
        seed: 1,
        volume: 1000,
        maxSpendUSD: 5,
        timeoutMs: 1000,
        equivalence: undefined,
        labels: undefined,
        ...changes,
      },
      world,
      new AbortController().signal,
    );

  const labelled = (rows: number) =>
    ['text,expected\n', ...Array.from({ length: rows }, (_, row) => `t${row},${row % 2 ? 'a' : 'b'}\n`)].join('');
  const unlabelled = () => ({ from: 'file', file: file('unlabelled.csv', 'text\none\ntwo\n') }) as const;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'survey-'));
    file('p.prompt', 'Label this: {{text}}\n');
    file('d.csv', 'text,expected\nhello,a\nbye,b\n');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('says everything about a sound setup', async () => {
    const { data, variables, preview, models, estimate, problems, reference } = await survey({});
    assert.deepEqual(problems, []);
    assert.deepEqual(data, { rows: 2, sampledRows: 2, goldColumn: 'expected', columns: ['text', 'expected'] });
    assert.deepEqual(variables, [{ name: 'text', column: 'text', hasDefault: false }]);
    assert.equal(preview.length, 2);
    assert.deepEqual(
      models.map(({ id, notional, host }) => [id, notional, host]),
      [
        ['sample/nano', true, undefined],
        ['sample/mini', true, undefined],
        ['sample/large', true, undefined],
      ],
    );
    assert.equal(reference, 'sample/large');
    assert.ok(
      estimate && estimate.profilingLikelyUSD > 0 && estimate.profilingLikelyUSD <= estimate.profilingAtMostUSD,
    );
    const callUSD = (id: string) => models.find((model) => model.id === id)?.callUSD ?? Number.NaN;
    assert.equal(estimate.savingUpToUSD, (callUSD('sample/large') - callUSD('sample/nano')) * 1000);
  });

  it('can be sent to another thread', async () => {
    const said = await survey({});
    assert.deepEqual(structuredClone(said), said);
  });

  it('renders the preview with the column that was chosen', async () => {
    const { preview } = await survey({ columns: { text: 'expected' } });
    assert.deepEqual(
      new Set(preview.map((messages) => messages.at(-1)?.content.replace('Label this: ', '').trim())),
      new Set(['a', 'b']),
    );
  });

  it('shows only the beginning of a long message', async () => {
    const { preview } = await survey({ promptFile: file('long.prompt', `{{text}} ${'word '.repeat(40_000)}`) });
    assert.equal(preview[0]?.[0]?.content.length, 4001);
  });

  it('sees a dataset that has changed since', async () => {
    const changing = file('changing.csv', 'text\none\n');
    assert.equal((await survey({ data: { from: 'file', file: changing } })).data?.rows, 1);
    writeFileSync(changing, 'text\none\ntwo\nthree\n');
    assert.equal((await survey({ data: { from: 'file', file: changing } })).data?.rows, 3);
  });

  it('guesses how outputs are compared, and says why', async () => {
    const { comparison } = await survey({ data: { from: 'file', file: file('golds.csv', labelled(20)) } });
    assert.equal(comparison?.name, 'label');
    assert.deepEqual(comparison.labels, ['b', 'a']);
    assert.deepEqual(comparison.reason, { because: 'labels found', of: 'gold answers', rows: 20, labels: ['b', 'a'] });
  });

  it('counts who embeds in, whose account and host are named, and says what is wrong with it', async () => {
    const embeddings = 'openai/text-embedding-3-small';
    const [plain, sound] = [await survey({}), await survey({ embeddings })];
    assert.deepEqual(sound.problems, []);
    assert.deepEqual([sound.embeddings?.host, sound.embeddings?.account], ['api.openai.com', 'openai']);
    assert.ok((sound.estimate?.profilingLikelyUSD ?? 0) > (plain.estimate?.profilingLikelyUSD ?? 1));
    for (const [broken, said] of [
      ['compatible:box/e5', /box/],
      ['e5', /is not a model id/],
    ] as const) {
      const { problems } = await survey({ embeddings: broken });
      assert.ok(
        problems.some((problem) => problem.code === 'error' && said.test(problem.message)),
        JSON.stringify(problems),
      );
    }
  });

  it('says of who embeds that the price is not known', async () => {
    const { problems } = await survey({ embeddings: 'compatible:ollama/e5' });
    assert.deepEqual(problems, [{ code: 'embeddings-unpriced', embeddings: 'compatible:ollama/e5' }]);
  });

  it('counts a judge in, whose account and host are named', async () => {
    const { comparison, problems, estimate } = await survey({ equivalence: 'judge', judge: 'openai/gpt-4o' });
    assert.deepEqual(problems, []);
    assert.equal(comparison?.judge?.host, 'api.openai.com');
    assert.equal(comparison.judge.account, 'openai');
    assert.equal(estimate?.profilingAtMostUSD, 5, 'what a judge will cost depends on the answers: the cap');
  });

  it('names the host that rows would go to, and whose key is needed', async () => {
    const { models } = await survey(
      { models: ['openai/gpt-4o-mini', 'compatible:box/m'] },
      facts({ baseURLs: { box: 'http://127.0.0.1:9/v1' } }),
    );
    const reached = models.filter(({ id }) => !id.startsWith('sample/'));
    assert.deepEqual(
      reached.map(({ host, account }) => [host, account]),
      [
        ['api.openai.com', 'openai'],
        ['127.0.0.1:9', undefined],
      ],
    );
  });

  const problems: readonly {
    readonly name: string;
    readonly ask: () => Partial<SurveyRequest>;
    readonly world?: Partial<WorldFacts>;
    readonly codes: readonly string[];
  }[] = [
    { name: 'no such prompt', ask: () => ({ promptFile: join(folder, 'none.prompt') }), codes: ['error'] },
    {
      name: 'labels that nobody knows',
      ask: () => ({ data: unlabelled(), equivalence: 'label' }),
      codes: ['no-labels'],
    },
    { name: 'no judge', ask: () => ({ equivalence: 'judge' }), codes: ['no-judge'] },
    {
      name: 'a judge among the compared',
      ask: () => ({ equivalence: 'judge', judge: 'sample:nano' }),
      codes: ['judge-compared'],
    },
    {
      name: 'a judge without a price',
      ask: () => ({ equivalence: 'judge', judge: 'compatible:box/m' }),
      world: { baseURLs: { box: 'http://127.0.0.1:9/v1' } },
      codes: ['judge-unpriced'],
    },
    { name: 'a JSON field that is none', ask: () => ({ equivalence: 'json', jsonFields: ['x'] }), codes: ['error'] },
    { name: 'a tolerance that is none', ask: () => ({ equivalence: 'numeric', tolerance: 'x' }), codes: ['error'] },
    {
      name: 'a broken prompt',
      ask: () => ({ promptFile: file('broken.prompt', '---\nmodel: [\n---\n{{x}}') }),
      codes: ['error'],
    },
    {
      name: 'no such dataset',
      ask: () => ({ data: { from: 'file', file: join(folder, 'none.csv') } }),
      codes: ['error'],
    },
    { name: 'no dataset at all', ask: () => ({ data: { from: 'prompt' } }), codes: ['no-dataset'] },
    { name: 'no variables', ask: () => ({ promptFile: file('fixed.prompt', 'Say hello.') }), codes: ['no-variables'] },
    {
      name: 'no column for a variable',
      ask: () => ({
        promptFile: file('two.prompt', '{{first}} {{second}}'),
        data: { from: 'file', file: file('other.csv', 'a,b,c\n1,2,3\n') },
      }),
      codes: ['no-column', 'no-column'],
    },
    { name: 'no reference', ask: () => ({ reference: undefined }), codes: ['no-reference'] },
    {
      name: 'a deselected reference',
      ask: () => ({ deselected: ['sample/large'] }),
      codes: ['reference-not-selected'],
    },
    {
      name: 'nothing to compare with',
      ask: () => ({ deselected: ['sample/nano', 'sample/mini'] }),
      codes: ['nothing-to-compare'],
    },
    {
      name: 'a reference without a price',
      ask: () => ({ reference: 'compatible:ollama/x' }),
      codes: ['reference-unpriced'],
    },
    { name: 'a name that is no model', ask: () => ({ models: ['gpt'] }), codes: ['error'] },
    { name: 'a cap below one row', ask: () => ({ maxSpendUSD: 0.0001 }), codes: ['cap-too-small'] },
    {
      name: 'plain http to another machine',
      ask: () => ({ models: ['compatible:box/m'] }),
      world: { baseURLs: { box: 'http://example.com/v1' } },
      codes: ['error'],
    },
    {
      name: 'a price that is none',
      ask: () => ({}),
      world: { prices: { 'openai/x': { inputUSDPer1M: -1 } } },
      codes: ['error'],
    },
  ];
  for (const { name, ask, world, codes } of problems) {
    it(`says what is wrong: ${name}`, async () => {
      const said = await survey(ask(), facts(world));
      assert.deepEqual(
        said.problems.map(({ code }) => code),
        codes,
      );
    });
  }

  it('takes the prices of the settings', async () => {
    const prices = { 'compatible:ollama/x': { inputUSDPer1M: 0, outputUSDPer1M: 0 } };
    const { models } = await survey({ models: ['compatible:ollama/x'] }, facts({ prices }));
    assert.deepEqual(models[0]?.price, { inputUSDPer1M: 0, outputUSDPer1M: 0 });
  });
});
