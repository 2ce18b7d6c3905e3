import { percent, plural } from '../../core/amounts.ts';
import { type StudentProjection, studentVerdict } from '../../core/profiling/studentProjection.ts';

/** What the replay says of a student in front, in plain sentences: a projection, or why there is none. */
export function studentWords(projection: StudentProjection): string {
  const { evidence, terms, firstAnswer, lateSure } = projection;
  const replayed = `${plural(evidence.items, 'answer')} replayed`;
  switch (studentVerdict(projection)) {
    case 'answers': {
      const { keptShare, lateKeptShare, deviationShare, costShare } = evidence;
      const cost = costShare === undefined ? '' : ` Cost: ${percent(costShare)} of what it was without.`;
      return `${replayed}: the student would have given ${percent(keptShare)} of them (${percent(lateKeptShare)} of the last quarter), ${percent(deviationShare)} of all unlike the stages.${cost}`;
    }
    case 'too few items':
      return (
        `${replayed}: too few to say what a student would save. With a delta of ${percent(terms.delta)} it answers nothing ` +
        `before input ${firstAnswer.toLocaleString('en-US')}, however good it is.${readiness(lateSure)}`
      );
    case 'never good enough':
      return `${replayed}: the student would have answered none of them, since it was not sure enough or wrong too often for a delta of ${percent(terms.delta)}.`;
  }
}

function readiness(lateSure: StudentProjection['lateSure']): string {
  if (!lateSure) return '';
  if (lateSure.share === 0) return ' In the end it was sure of nothing yet.';
  return ` Of the last quarter it was sure of ${percent(lateSure.share)}, and wrong on ${percent(lateSure.deviationShare)}.`;
}

/** What holds with the student: the promise that is kept live, whatever a replay says. @param stages of the config without it */
export function studentPromise(
  { terms, promise }: StudentProjection,
  stages: { readonly delta: number; readonly reference: string },
): string {
  return (
    `Promise with it: at most ${percent(promise.delta)} of answers differ from ${stages.reference}'s, with ${percent(promise.confidence)} confidence ` +
    `(the stages ${percent(stages.delta)}, the student ${percent(terms.delta)} more, which its audits see to while it serves).`
  );
}
