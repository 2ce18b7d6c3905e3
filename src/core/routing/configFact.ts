import type { ModelId } from '../models/chatModel.ts';
import type { PriceGap } from '../models/priceGap.ts';
import type { RoutingConfigFault } from './readRoutingConfig.ts';

/** What has become of what a config rests on, without words: `core/wording/configFactWords.ts` has them. Dates are `YYYY-MM-DD`. */
export type ConfigFact =
  /** `why`: the reader's own words. */
  | { readonly code: RoutingConfigFault; readonly why: string }
  | { readonly code: 'prompt-missing' | 'dataset-missing'; readonly file: string }
  | { readonly code: 'prompt-changed' | 'dataset-changed'; readonly file: string; readonly profiledOn: string }
  /** `model` undefined: the config states the day and not whose it is. */
  | {
      readonly code: 'model-retires';
      readonly model: ModelId | undefined;
      readonly on: string;
      readonly past: boolean;
      readonly source: string | undefined;
    }
  | { readonly code: 'student-file'; readonly file: string; readonly why: string }
  | {
      readonly code: 'price-changed';
      readonly model: ModelId;
      readonly was: Rates & { readonly on: string };
      readonly is: Rates & { readonly on: string };
    }
  /** Said, but no reason to call a config stale. `gap` undefined: it was the user's own and is not given here. */
  | { readonly code: 'price-unknown'; readonly model: ModelId; readonly gap: PriceGap | undefined };

export interface Rates {
  readonly inputUSDPer1M: number;
  readonly outputUSDPer1M: number;
}
