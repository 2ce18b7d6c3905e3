import assert from 'node:assert/strict';
import { createEquivalence } from '../../../src/core/equivalence/createEquivalence.ts';
import type { Outcome, ProfileItem } from '../../../src/core/profiling/answerSource.ts';
import { studentVerdict } from '../../../src/core/profiling/studentProjection.ts';
import { createRandom } from '../../../src/core/random.ts';
import type { RoutingConfig } from '../../../src/core/routing/routingConfig.ts';
import { english } from '../../../src/core/translate.ts';
import { studentWords } from '../../../src/core/wording/studentWords.ts';
import { offerStudent, takesStudent } from '../../../src/engine/student/offerStudent.ts';
import { DEFAULT_STUDENT_TERMS, isStudentOffered, withStudent } from '../../../src/engine/student/studentSection.ts';
import { BIG, cascadeConfig, cascadeStages, NANO, stageFor } from '../../support/cascadeFolder.ts';

const labels = ['billing', 'login'];
const equivalence = createEquivalence('label', { reason: 'asked for', labels });
const { signal } = new AbortController();

/** A word tells the label. */
function items(count: number): (ProfileItem & { readonly label: string })[] {
  const random = createRandom(5);
  return Array.from({ length: count }, (_, index) => {
    const label = labels[random.integer(2)] ?? '';
    return { id: String(index), gold: undefined, input: `the ${label} again, number ${index}`, label };
  });
}

type Answers = (model: string, item: ReturnType<typeof items>[number]) => Outcome | undefined;

const agreed: Answers = (model, { label }) => answer(label, model === BIG ? 0.01 : 0.001);

function answer(text: string, costUSD: number, tokenProbability?: number): Outcome {
  return { kind: 'answered', text, costUSD, tokenProbability };
}

function configOf(parts: Partial<RoutingConfig> = {}): RoutingConfig {
  const { evidence } = cascadeConfig();
  return cascadeConfig({ evidence: { ...evidence, equivalence: { name: 'label', reason: 'x', labels } }, ...parts });
}

function offer(
  rows: ReturnType<typeof items>,
  {
    config = configOf(),
    answers = agreed,
    learnsFromTooFew = true,
  }: { config?: RoutingConfig; answers?: Answers; learnsFromTooFew?: boolean },
) {
  const asked: string[] = [];
  const source = {
    costUSD: 0,
    async answer(model: string, item: ReturnType<typeof items>[number]) {
      asked.push(model);
      return answers(model, item) ?? { kind: 'missing' as const, why: 'never asked' };
    },
  };
  const trial = { answers: source, equivalence, terms: { delta: 0.1, confidence: 0.95 }, learnsFromTooFew };
  return offerStudent(config, rows, trial, signal).then((projection) => ({ projection, asked }));
}

describe('takesStudent', () => {
  it('is for labels and inputs to come', () => {
    assert.equal(takesStudent({ scope: 'stream' }, equivalence), true);
    assert.equal(takesStudent({ scope: 'batch' }, equivalence), false);
    assert.equal(takesStudent({ scope: 'stream' }, { name: 'exact' }), false);
    assert.equal(takesStudent({ scope: 'stream' }, { name: 'label', labels: ['one'] }), false);
  });
});

describe('offerStudent', () => {
  it('projects a saving where the rows are many and telling, the same every time', async () => {
    const { projection } = await offer(items(1500), {});
    assert.ok(projection);
    const { evidence, windows, promise, terms } = projection;
    assert.equal(studentVerdict(projection), 'answers');
    assert.equal(evidence.items, 1500);
    assert.ok(evidence.keptShare > 0.2 && evidence.lateKeptShare > evidence.keptShare, JSON.stringify(evidence));
    assert.ok(Math.abs((evidence.costShare ?? 0) - (1 - evidence.keptShare)) < 1e-6, 'all answers cost the same here');
    assert.equal(windows.at(-1)?.items, 1500);
    assert.deepEqual(terms, { delta: 0.1, confidence: 0.95 });
    assert.deepEqual(promise, { delta: 0.15, confidence: 0.9 }, 'on top of the stages’ 5 %');
    assert.deepEqual((await offer(items(1500), {})).projection, projection);
  });

  it('says that few rows are too few, and what it was sure of by then', async () => {
    const { projection } = await offer(items(600), {});
    assert.ok(projection);
    assert.equal(studentVerdict(projection), 'too few items');
    assert.ok((projection.lateSure?.share ?? 0) > 0.5, JSON.stringify(projection.lateSure));
    assert.match(
      studentWords(projection, english),
      /^600 answers replayed: too few to say.*a delta of 10 % it answers nothing before input 700.*Of the last quarter it was sure of \d/,
    );
    const config = withStudent(configOf(), 'p/sort.cascade.json', projection);
    assert.deepEqual(config.student, { file: 'sort.student.json', delta: 0.1, confidence: 0.95 });
    assert.equal(config.evidence.student, undefined, 'a replay that says nothing is no evidence');
  });

  it('says the same of few rows without learning from them, save what it would be sure of', async () => {
    const { projection } = await offer(items(600), {});
    const { projection: brief } = await offer(items(600), { learnsFromTooFew: false });
    assert.deepEqual(brief, { ...projection, lateSure: undefined });
    assert.match(brief ? studentWords(brief, english) : '', /before input 700, however good it is\.$/);
    const many = await offer(items(800), { learnsFromTooFew: false });
    assert.deepEqual(many.projection, (await offer(items(800), {})).projection);
  });

  it('does not offer one that had its time and learned nothing', async () => {
    const { projection } = await offer(items(900), { answers: () => answer('I cannot say.', 0.01) });
    assert.ok(projection);
    assert.equal(studentVerdict(projection), 'never good enough');
    assert.equal(isStudentOffered(projection), false);
    assert.match(studentWords(projection, english), /would have answered none of them/);
  });

  it('takes the stages as the runtime does: the cheap one’s answer where it is sure enough, else the next one’s', async () => {
    const sure = (id: string) => Number(id) % 2 === 0;
    const answers: Answers = (model, { id, label }) =>
      model === NANO ? answer(label, 0.001, sure(id) ? 0.9 : 0.5) : answer(label, 0.01);
    const config = configOf({ kind: 'cascade', stages: cascadeStages(0.8) });
    const { asked } = await offer(items(40), { config, answers });
    assert.equal(asked.filter((model) => model === NANO).length, 40);
    assert.equal(asked.filter((model) => model === BIG).length, 20);
  });

  it('passes rows over whose answer is not there, rather than ask another stage for it', async () => {
    const answers: Answers = (model, item) => (Number(item.id) % 4 === 0 ? undefined : agreed(model, item));
    const config = configOf({ kind: 'mix', stages: [stageFor(NANO, { share: 0.5 }), stageFor(BIG, { share: 0.5 })] });
    const { projection, asked } = await offer(items(40), { config, answers });
    assert.equal(projection?.evidence.items, 30);
    assert.equal(asked.length, 40);
  });

  it('offers nothing where there is nothing to replay', async () => {
    assert.equal((await offer(items(10), { answers: () => undefined })).projection, undefined);
    const unread = items(10).map((item) => ({ ...item, input: undefined }));
    assert.equal((await offer(unread as never, {})).projection, undefined);
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    const source = { costUSD: 0, answer: async () => answer('billing', 1) };
    const trial = { answers: source, equivalence, terms: DEFAULT_STUDENT_TERMS, learnsFromTooFew: true };
    await assert.rejects(offerStudent(configOf(), items(5), trial, stop.signal), /enough/);
  });
});
