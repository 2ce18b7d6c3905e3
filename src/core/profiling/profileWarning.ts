import type { ModelId } from '../models/chatModel.ts';

/** What a person should know of a profile before trusting it, without words: `core/wording/profileWarningWords.ts` has them. */
export type ProfileWarning =
  /** Of `asked` answers so many failed that the promise speaks only of inputs that get one. `lastFailure`: the provider's words. */
  | {
      readonly code: 'missing-answers';
      readonly model: ModelId;
      readonly missing: number;
      readonly asked: number;
      readonly lastFailure: string | undefined;
    }
  /** Asked twice, the reference differs from itself more often than answers may from it. */
  | {
      readonly code: 'contradicts-itself';
      readonly reference: ModelId;
      readonly deviations: number;
      readonly items: number;
      readonly delta: number;
    };
