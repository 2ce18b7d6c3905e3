import type { GuaranteeStanding } from '../core/students/liveGuarantee.ts';

/**
 * The seat of a student in front of the cascade. All calls are synchronous and short: they run within `run`.
 * A student that learns in the background only has to take what it is told here.
 */
export interface StudentSeat {
  /** Whether it decides by the input's embedding, which `run` then asks for first; an input that cannot be embedded goes past it. Default: false. */
  readonly needsEmbedding?: boolean;
  /**
   * @param text of the input, see `inputText`
   * @param embedding exactly where it is needed
   */
  decide(text: string, embedding?: Float32Array): StudentDecision;
  /** Learns what is left to learn and keeps it. Nothing is decided afterwards. */
  close?(): void;
}

export type StudentDecision =
  | {
      readonly kind: 'answer';
      readonly output: string;
      /** What the answer rests on, for the result's `signals`. */
      readonly signals?: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'ask';
      /** The cascade's answer to this input. */
      learn(output: string): void;
      /** The cascade could not answer. */
      lose(): void;
    };

/**
 * `live`: it answers from now on. `rested`: its next answer might break its delta, so the stages answer all until the allowance has grown.
 * `suspended` is the alarm: its latest answers deviate more than delta, and it has to earn its place again. `not saved`: its file cannot be
 * written, and what is not on disk cannot be vouched for, so the stages answer all from now on.
 */
export type StudentEvent =
  | { readonly type: 'student'; readonly kind: 'live' | 'rested' | 'suspended'; readonly standing: GuaranteeStanding }
  | { readonly type: 'student'; readonly kind: 'not saved'; readonly why: string };
