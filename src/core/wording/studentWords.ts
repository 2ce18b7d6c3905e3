import { percent } from '../amounts.ts';
import { type StudentProjection, studentVerdict } from '../profiling/studentProjection.ts';
import type { Translate } from '../translate.ts';
import { answerCount } from './countWords.ts';

/** What the replay says of a student in front, in plain sentences: a projection, or why there is none. */
export function studentWords(projection: StudentProjection, t: Translate): string {
  const { evidence, terms, firstAnswer, lateSure } = projection;
  const replayed = answerCount(evidence.items, t);
  switch (studentVerdict(projection)) {
    case 'answers':
      return [wouldHaveGiven(evidence, replayed, t), cost(evidence, t)].join(' ').trim();
    case 'too few items': {
      const early = t(
        '{0} replayed: too few to say what a student would save. With a delta of {1} it answers nothing before input {2}, however good it is.',
        replayed,
        percent(terms.delta),
        firstAnswer.toLocaleString('en-US'),
      );
      return [early, readiness(lateSure, t)].join(' ').trim();
    }
    case 'never good enough':
      return t(
        '{0} replayed: the student would have answered none of them, since it was not sure enough or wrong too often for a delta of {1}.',
        replayed,
        percent(terms.delta),
      );
  }
}

function wouldHaveGiven(
  { keptShare, lateKeptShare, deviationShare }: StudentProjection['evidence'],
  replayed: string,
  t: Translate,
): string {
  return t(
    '{0} replayed: the student would have given {1} of them ({2} of the last quarter), {3} of all unlike the stages.',
    replayed,
    percent(keptShare),
    percent(lateKeptShare),
    percent(deviationShare),
  );
}

function cost({ costShare }: StudentProjection['evidence'], t: Translate): string {
  return costShare === undefined ? '' : t('Cost: {0} of what it was without.', percent(costShare));
}

function readiness(lateSure: StudentProjection['lateSure'], t: Translate): string {
  if (!lateSure) return '';
  if (lateSure.share === 0) return t('In the end it was sure of nothing yet.');
  return t(
    'Of the last quarter it was sure of {0}, and wrong on {1}.',
    percent(lateSure.share),
    percent(lateSure.deviationShare),
  );
}

/** What holds with the student: the promise that is kept live, whatever a replay says. @param stages of the config without it */
export function studentPromise(
  { terms, promise }: StudentProjection,
  stages: { readonly delta: number; readonly reference: string },
  t: Translate,
): string {
  return t(
    "Promise with it: at most {0} of answers differ from {1}'s, with {2} confidence (the stages {3}, the student {4} more, which its audits see to while it serves).",
    percent(promise.delta),
    stages.reference,
    percent(promise.confidence),
    percent(stages.delta),
    percent(terms.delta),
  );
}
