import type { Equivalence } from '../../equivalence/equivalence.ts';
import type { AnswerSource, ProfileItem } from '../answerSource.ts';
import { NoEmbeddingError } from '../noEmbeddingError.ts';
import type { ProfileEvent, ProfileRequest } from '../profile.ts';
import { AnswerSheet } from './answerSheet.ts';
import { concludeCertified } from './certifiedConclusion.ts';
import { certifying } from './certifying.ts';
import { Field } from './field.ts';
import { withKnowledge } from './knowing.ts';
import type { Session } from './session.ts';
import { SignalTable } from './signalTable.ts';
import { warmingUp } from './warmingUp.ts';

/**
 * The certified search. On a warm-up it learns how far each model's answers can be trusted and chooses a few paths of policies, from keeping nothing to
 * keeping everything: cascades over one or two models, and mixes. On fresh items it then tests how far along each path the deviation rate is shown to
 * be at most delta: an exact one-sided test (binomial in stream scope, hypergeometric in batch scope) at looks planned beforehand, along each path from
 * conservative to aggressive until the first failure (fixed-sequence testing needs no correction), alpha being split over the paths.
 *
 * P(deviation rate of the recommended policy > delta) <= 1 - confidence, over the random sample, whatever was tried. Assumes that the items are a
 * random sample (shuffle them first) and that calls fail independently of what they would have answered. Deterministic.
 *
 * Ends with one `done` event. Rejects with the source's error, with NoEmbeddingError where embeddings are asked for and cannot be had, or with the signal's
 * reason.
 */
export async function* profileCertified<Item extends ProfileItem>(
  request: ProfileRequest,
  items: readonly Item[],
  deps: { source: AnswerSource<Item>; equivalence: Equivalence },
  signal: AbortSignal,
): AsyncGenerator<ProfileEvent, void, undefined> {
  await requireEmbeddings(items, deps.source, signal);
  const candidates = request.models.filter((model) => model !== request.reference);
  const sheet = new AnswerSheet({ ...deps, items }, { reference: request.reference, candidates }, request.seed);
  const signals = new SignalTable(sheet.reading);
  const field = new Field(candidates, { ...sheet.reading, labels: deps.equivalence.labels }, signals);
  const session: Session = { request, sheet, signals, field, itemLimit: items.length, signal };
  const warmUp = await withKnowledge(session, yield* warmingUp(session));
  const [best, ...others] = warmUp.plans;
  const outcome = best && (yield* certifying(session, warmUp, [best, ...others]));
  yield { type: 'done', result: concludeCertified({ session, warmUp, outcome, equivalence: deps.equivalence }) };
}

/** A wrong address or name shows now, and not when the warm-up is paid for. The first row's embedding is wanted anyway. */
async function requireEmbeddings<Item extends ProfileItem>(
  [first]: readonly Item[],
  source: AnswerSource<Item>,
  signal: AbortSignal,
): Promise<void> {
  const outcome = first && (await source.embed?.(first, signal));
  if (outcome?.kind === 'missing') throw new NoEmbeddingError(outcome.why);
}
