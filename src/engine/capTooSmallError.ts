import { InputError } from '../core/errors.ts';

/** A single item could break the cap. */
export class CapTooSmallError extends InputError {
  readonly capUSD: number;
  readonly neededUSD: number;

  constructor(capUSD: number, neededUSD: number, models: number) {
    super(
      `The spending cap of $${capUSD} is too small for even one item: asked of all ${models} models it may cost up to $${neededUSD.toPrecision(3)}. ` +
        'Raise --max-spend, or lower the output limit (max tokens) in the prompt.',
    );
    this.capUSD = capUSD;
    this.neededUSD = neededUSD;
  }
}
