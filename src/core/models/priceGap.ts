import type { Translate } from '../translate.ts';
import type { ModelId } from './chatModel.ts';

/** Why a price is not known. */
export type PriceGap =
  | { readonly model: ModelId; readonly because: 'in no list' }
  | {
      readonly model: ModelId;
      readonly because: 'no list of the account' | 'not in its list' | 'no token rates';
      readonly account: string;
    };

/** Whole sentences: what is missing and where to give it. */
export function priceGapWords(gap: PriceGap, t: Translate): string {
  const why = reason(gap, t);
  return t('The price of {0} is unknown: {1}. Give it in a price file.', gap.model, why);
}

function reason(gap: PriceGap, t: Translate): string {
  switch (gap.because) {
    case 'in no list':
      return t('it is in no price list');
    case 'no list of the account':
      return t('no price list covers {0}', gap.account);
    case 'not in its list':
      return t('the price list of {0} does not name it', gap.account);
    case 'no token rates':
      return t('the price list of {0} names it without a price for input and output tokens', gap.account);
  }
}
