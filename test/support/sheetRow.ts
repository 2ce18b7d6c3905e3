import { chanceOf } from '../../src/core/policies/chance.ts';
import type { SheetRow } from '../../src/core/profiling/certified/answerSheet.ts';

/** A profiled row on which one model, `small`, did or did not deviate; undefined: it was not compared. */
export function sheetRow(place: number, input: string | undefined, deviates: boolean | undefined): SheetRow {
  const answer = { model: 'small', text: deviates ? 'other' : 'same', tokenProbability: undefined };
  return {
    place,
    input,
    facts: { chance: chanceOf(1, input ?? String(place)) },
    answers: new Map([['small', { answer, costUSD: 1, deviates }]]),
    referenceCostUSD: 10,
  };
}
