import type { InputBesides } from '../../src/core/policies/knowsFeatures.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import { type KnowableInput, knowableInputs } from './knowableInputs.ts';

/** Where it is told whether an input is easy. */
export type Telling = 'text' | 'label' | 'number' | 'embedding' | 'nothing';

export interface BesidesInput extends KnowableInput {
  readonly besides: Required<InputBesides>;
}

const LENGTH = 16;

/** Inputs that are easy or not, of which one thing tells it (nine times in ten) and all else says nothing. */
export function besidesInputs(count: number, telling: Telling, seed: number): BesidesInput[] {
  const random = createRandom(seed);
  return knowableInputs(count, { seed }).map(({ text, isEasy }) => {
    const said = random.uniform() < 0.9 ? isEasy : !isEasy;
    const told = (by: Telling) => (by === telling ? said : random.uniform() < 0.5);
    return {
      isEasy,
      text: telling === 'text' ? text : text.replace(/invoice|lawsuit/, 'matter'),
      besides: {
        columns: {
          channel: told('label') ? 'mail' : random.uniform() < 0.5 ? 'phone' : 'letter',
          pages: String((told('number') ? 2 : 12) + 3 * random.uniform()),
        },
        embedding: embedded(told('embedding'), random),
      },
    };
  });
}

/** Like those of real models: of length 1, most of it in a direction that all share. */
function embedded(said: boolean, random: Random): Float32Array {
  const numbers = Array.from({ length: LENGTH }, () => random.uniform() - 0.5);
  numbers[0] = 4;
  numbers[1] = said ? 0.6 : -0.6;
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (number) => number / length);
}
