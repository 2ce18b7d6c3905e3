import assert from 'node:assert/strict';
import { createEquivalence } from '../../../../src/core/equivalence/createEquivalence.ts';
import { usesKnows } from '../../../../src/core/policies/acceptRule.ts';
import { readsOf } from '../../../../src/core/policies/knowsClassifier.ts';
import { readKnows } from '../../../../src/core/policies/knowsModel.ts';
import type { AnswerSource, EmbeddingOutcome, ProfileItem } from '../../../../src/core/profiling/answerSource.ts';
import { NoEmbeddingError } from '../../../../src/core/profiling/noEmbeddingError.ts';
import type { ProfileResult } from '../../../../src/core/profiling/profile.ts';
import { recountDeviations } from '../../../../src/core/profiling/recount.ts';
import { classifiersOf } from '../../../../src/core/profiling/routingConfigOf.ts';
import { runProfileMethod } from '../../../../src/core/profiling/runProfileMethod.ts';
import { createRandom } from '../../../../src/core/random.ts';
import { besidesInputs, type Telling } from '../../../support/besidesText.ts';
import { caughtFrom } from '../../../support/caughtFrom.ts';
import { profileRequest } from '../profileResult.ts';

interface Item extends ProfileItem {
  readonly embedding: Float32Array;
  readonly isRight: boolean;
}

/** The small model gives no probabilities; it is right on easy inputs, and on most others wrong. */
function itemsOf(telling: Telling, offersColumns: boolean): Item[] {
  const random = createRandom(77);
  return besidesInputs(1500, telling, 21).map(({ text, isEasy, besides }, index) => ({
    id: String(index),
    gold: undefined,
    input: text,
    ...(offersColumns && { columns: besides.columns }),
    embedding: Float32Array.from(besides.embedding as Float32Array),
    isRight: random.uniform() < (isEasy ? 0.995 : 0.3),
  }));
}

/** Counts what it is asked; one embedding in twenty fails where that is wanted. */
class Source implements AnswerSource<Item> {
  readonly embedded = new Set<string>();
  readonly answered = { small: 0, large: 0 };
  readonly embed?: (item: Item) => Promise<EmbeddingOutcome>;
  readonly #embeddingUSD: number;

  constructor(embeds: 'no' | 'yes' | 'mostly' | 'never', embeddingUSD = 0.0001) {
    this.#embeddingUSD = embeddingUSD;
    if (embeds === 'no') return;
    this.embed = async (item) => {
      if (embeds === 'never' || (embeds === 'mostly' && Number(item.id) % 20 === 7))
        return { kind: 'missing', why: 'it is down.' };
      this.embedded.add(item.id);
      return { kind: 'answered', embedding: item.embedding, costUSD: embeddingUSD };
    };
  }

  get costUSD(): number {
    return this.embedded.size * this.#embeddingUSD + this.answered.small * 0.001 + this.answered.large * 0.01;
  }

  async answer(model: string, { isRight }: Item) {
    const isLarge = model.endsWith('large');
    this.answered[isLarge ? 'large' : 'small']++;
    const text = isLarge || isRight ? 'right' : 'wrong';
    return { kind: 'answered' as const, text, costUSD: isLarge ? 0.01 : 0.001, tokenProbability: undefined };
  }
}

const equivalence = createEquivalence('exact', { reason: 'asked for' });
const signal = new AbortController().signal;

async function profileOf(items: readonly Item[], source: Source): Promise<ProfileResult> {
  const request = { ...profileRequest, method: 'certified', delta: 0.05, rows: items.length } as const;
  for await (const event of runProfileMethod(request, items, { source, equivalence }, signal))
    if (event.type === 'done') return event.result;
  throw new Error('the profile ended without a result');
}

const usesIt = ({ recommendation }: ProfileResult) =>
  recommendation.stages.some(({ accept }) => accept && usesKnows(accept));

describe('P(IK) from columns and embeddings in the certified search', () => {
  for (const [telling, offersColumns, embeds, reads] of [
    ['label', true, 'no', 'columns'],
    ['label', true, 'yes', 'columns'],
    ['embedding', false, 'yes', 'embedding'],
    ['embedding', true, 'mostly', 'embedding'],
  ] as const) {
    const offered = [offersColumns ? 'columns' : '', embeds === 'no' ? '' : `embeddings (${embeds})`];
    it(`is what answers are kept by where nothing but ${reads} tells, with ${offered.filter(Boolean).join(' and ')}`, async () => {
      const items = itemsOf(telling, offersColumns);
      const source = new Source(embeds);
      const result = await profileOf(items, source);
      assert.ok(usesIt(result), JSON.stringify(result.recommendation));
      assert.ok(result.guarantee.deviationUpperBound <= 0.05);
      assert.deepEqual(readsOf(result.knows![0]!.classifier).reads, ['text', reads]);
      assert.ok(result.savings.ratio > 1.2, `${result.savings.ratio}`);
      assert.equal(result.profilingUSD, source.costUSD);
    });
  }

  it('is counted again by a stranger to the same deviations, rows without an embedding left out', async () => {
    const items = itemsOf('embedding', true);
    const { recommendation, guarantee, knows = [], request } = await profileOf(items, new Source('mostly'));
    const question = {
      policy: recommendation,
      reference: request.reference,
      seed: request.seed,
      most: guarantee.items,
    };
    const recounted = await recountDeviations(
      { ...question, knows: readKnows(classifiersOf(knows)), embeds: true },
      items.slice(guarantee.certificate?.warmUpItems),
      { source: new Source('mostly'), equivalence },
      signal,
    );
    assert.deepEqual(recounted, { items: guarantee.items, deviations: guarantee.deviations });
  });

  it('pays for the embeddings of later rows only where decisions rest on them', async () => {
    const unused = new Source('yes');
    const byLabel = await profileOf(itemsOf('label', true), unused);
    assert.equal(unused.embedded.size, byLabel.guarantee.certificate?.warmUpItems);
    const used = new Source('yes');
    const byEmbedding = await profileOf(itemsOf('embedding', true), used);
    assert.equal(used.embedded.size, byEmbedding.items);
  });

  it('counts an embedding in the cost of a call', async () => {
    const items = itemsOf('embedding', false);
    const [free, paid] = [
      await profileOf(items, new Source('yes', 0)),
      await profileOf(items, new Source('yes', 1e-6)),
    ];
    assert.deepEqual(paid.recommendation, free.recommendation);
    assert.ok(Math.abs(paid.policyPerCallUSD - free.policyPerCallUSD - 1e-6) < 1e-12);
    assert.ok(Math.abs(paid.profilingUSD - free.profilingUSD - paid.items * 1e-6) < 1e-9);
    assert.ok(paid.savings.ratio < free.savings.ratio);
  });

  it('is left alone where neither tells anything', async () => {
    const source = new Source('yes');
    const result = await profileOf(itemsOf('nothing', true), source);
    assert.ok(!usesIt(result));
    assert.equal(source.embedded.size <= 0.15 * 1500 + 1, true);
  });

  it('is refused before anything is paid where not even the first row can be embedded', async () => {
    const source = new Source('never');
    const error = await caughtFrom(profileOf(itemsOf('embedding', false), source), NoEmbeddingError);
    assert.match(error.message, /it is down/);
    assert.deepEqual(source.answered, { small: 0, large: 0 });
  });
});
