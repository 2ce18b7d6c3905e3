import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { CallError } from '../../src/core/models/callError.ts';
import type { PriceBook } from '../../src/core/models/price.ts';
import type { TokenUsage } from '../../src/core/models/usage.ts';
import { createRandom } from '../../src/core/random.ts';
import { RoutingConfigError } from '../../src/core/routing/readRoutingConfig.ts';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import type { StudentState } from '../../src/core/students/studentState.ts';
import { type OpenCascadeOptions, openCascade } from '../../src/runtime/openCascade.ts';
import { StudentFileError } from '../../src/runtime/studentFileError.ts';
import { BIG, cascadeConfig, cascadeFolder, stageFor } from '../support/cascadeFolder.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { cliRun } from '../support/cliRun.ts';
import { FakeModel, flatPrice, replyOf } from '../support/fakeModel.ts';
import { type ProfileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const EMBEDDINGS = 'compatible:box/e5';
const labels = ['billing', 'login'] as const;
const usage = { cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0, batch: false };

/** The text says nothing of the label; the embedding does. */
const random = createRandom(8);
const stream = Array.from({ length: 1500 }, (_, index) => {
  const label = labels[random.integer(2)] ?? 'login';
  const noise = () => random.uniform() - 0.5;
  const vector = Float32Array.of(label === 'login' ? 1 : -1, noise(), noise(), noise());
  return { text: `ticket ${index} ${random.integer(1000)}`, label, vector };
});
const byText = new Map(stream.map((item) => [item.text, item]));

const student = { file: 'sort.student.json', delta: 0.1, confidence: 0.95, aim: 0.02, embeddings: true };
const evidence = {
  ...cascadeConfig().evidence,
  equivalence: { name: 'label', reason: 'asked for', labels: [...labels] },
};
const section = { version: 2, embeddings: { model: EMBEDDINGS, length: 4 }, student };

/** A dollar a million input tokens. */
const price = { ...flatPrice, costUSD: ({ inputTokens }: TokenUsage) => inputTokens / 1e6 };
const prices: PriceBook = { pricesOn: '2026-11-22', lookup: () => ({ known: true, price }) };

function folderWith(parts: Partial<RoutingConfig> = section): ProfileFolder {
  return cascadeFolder({ stages: [stageFor(BIG)], kind: 'reference', evidence, ...parts });
}

function open({ config }: ProfileFolder, isDown: () => boolean = () => false, options: OpenCascadeOptions = {}) {
  const model = new FakeModel(BIG, ({ messages }) => {
    const text = /<ticket>\s*(.*?)\s*<\/ticket>/s.exec(messages.at(-1)?.content ?? '')?.[1] ?? '';
    return replyOf(byText.get(text)?.label ?? 'none');
  });
  const embeddings = {
    id: EMBEDDINGS,
    async embed(text: string) {
      if (isDown()) throw new CallError('it is down.', { model: EMBEDDINGS, reason: 'request' });
      const vector = byText.get(text)?.vector ?? new Float32Array(4);
      return { answer: { vector, usage: { ...usage, inputTokens: 1000 } }, rateLimit: {} };
    },
  };
  return openCascade(config, options, { modelOf: async () => model, embeddingModelOf: async () => embeddings, prices });
}

after(removeProfileFolders);

describe('A student that learns from embeddings', () => {
  it('answers by them what the text does not tell, each input embedded and paid for', async () => {
    const folder = folderWith();
    const cascade = await open(folder);
    const results = [];
    for (const { text } of stream) results.push(await cascade.run({ text }));
    await cascade.close();
    const kept = results.filter(({ model }) => model === 'student');
    assert.ok(kept.length > 300, `${kept.length} kept`);
    const byEmbedding = kept.filter(({ signals }) => signals['level'] === 2);
    assert.ok(byEmbedding.length > 0.8 * kept.length, `${byEmbedding.length} of ${kept.length}`);
    const wrong = results.filter(({ output }, index) => output !== stream[index]?.label).length;
    assert.ok(wrong <= student.delta * stream.length, `${wrong} deviate`);
    for (const { path, costUSD, model } of results) {
      assert.deepEqual([path[0]?.model, path[0]?.outcome, path[0]?.costUSD], [EMBEDDINGS, 'embedded', 0.001]);
      assert.equal(path.length, model === 'student' ? 1 : 2);
      if (model === 'student') assert.equal(costUSD, 0.001);
    }
    const state = JSON.parse(readFileSync(folder.file(student.file), 'utf8')) as StudentState;
    assert.deepEqual([state.embeddingLength, state.levelKinds], [4, ['ngrams', 'perceptron']]);
  });

  it('answers little of the same stream without them', async () => {
    const { embeddings: _, ...plain } = student;
    const cascade = await open(folderWith({ student: plain }));
    let kept = 0;
    for (const { text } of stream) if ((await cascade.run({ text })).model === 'student') kept++;
    await cascade.close();
    assert.ok(kept < 100, `${kept} kept`);
  });

  it('lets the stages answer what cannot be embedded', async () => {
    let down = false;
    const events: string[] = [];
    const cascade = await open(folderWith(), () => down, {
      onFailure: 'error',
      onEvent: ({ type }) => events.push(type),
    });
    for (const { text } of stream.slice(0, 1000)) await cascade.run({ text });
    down = true;
    for (const { text, label } of stream.slice(1000, 1050)) {
      const { model, output, path } = await cascade.run({ text });
      assert.deepEqual([model, output, path.map(({ outcome }) => outcome)], [BIG, label, ['failed', 'kept']]);
    }
    assert.ok(events.includes('failed'));
    down = false;
    const later = [];
    for (const { text } of stream.slice(1050)) later.push((await cascade.run({ text })).model);
    await cascade.close();
    assert.ok(later.includes('student'));
  });

  it('is refused without the section that says who embeds, and with the state of another', async () => {
    const { embeddings: _, ...lacking } = section;
    const error = await caughtFrom(open(folderWith(lacking)), RoutingConfigError);
    assert.match(error.message, /its student learns from embeddings, and the section "embeddings" is missing/);
    const folder = folderWith();
    const cascade = await open(folder);
    await cascade.close();
    writeFileSync(
      folder.config,
      JSON.stringify({
        ...JSON.parse(readFileSync(folder.config, 'utf8')),
        embeddings: { model: EMBEDDINGS, length: 8 },
      }),
    );
    assert.equal((await caughtFrom(open(folder), StudentFileError)).fault, 'foreign');
  });
});

describe('downtier student --embeddings', () => {
  const words = { billing: 'invoice refund', login: 'password locked' };
  const answers = stream
    .map(({ label }, row) => ({
      row,
      input: { text: `${words[label]} ${row}` },
      output: label,
      model: BIG,
      costUSD: 0.01,
    }))
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
  const student2 = (folder: ProfileFolder, ...more: string[]) =>
    cliRun(['student', folder.config, '--answers', folder.file('a.jsonl', answers), '--delta', '0.1', ...more]);
  const configIn = ({ config }: ProfileFolder) => JSON.parse(readFileSync(config, 'utf8')) as RoutingConfig;

  it('writes the section, who embeds, and the version that knows of it; without the flag they go again', async () => {
    const folder = folderWith({});
    const more = ['--embeddings', EMBEDDINGS, '--embedding-length', '4'];
    const { code, err } = await student2(folder, ...more);
    assert.equal(code, 0, err);
    const config = configIn(folder);
    assert.deepEqual(config.embeddings, { model: EMBEDDINGS, length: 4 });
    assert.deepEqual([config.version, config.student?.embeddings], [2, true]);
    await (await open(folder)).close();
    assert.equal((await student2(folder)).code, 0);
    assert.deepEqual([configIn(folder).version, configIn(folder).embeddings], [1, undefined]);
  });

  for (const [what, parts, flags, said] of [
    ['no length', {}, ['--embeddings', EMBEDDINGS], /--embedding-length N/],
    ['a length of nothing', {}, ['--embedding-length', '4'], /says nothing without --embeddings/],
    [
      'another model than the stages need',
      section,
      ['--embeddings', 'compatible:box/x'],
      /a config has one such model/,
    ],
    [
      'what is no length',
      {},
      ['--embeddings', EMBEDDINGS, '--embedding-length', '0'],
      /--embedding-length takes a whole number/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const folder = folderWith(parts);
      const before = readFileSync(folder.config, 'utf8');
      const { code, err } = await student2(folder, ...flags);
      assert.deepEqual([code, said.test(err)], [2, true], err);
      assert.equal(readFileSync(folder.config, 'utf8'), before);
    });
  }
});
