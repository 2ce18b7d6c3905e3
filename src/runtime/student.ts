/**
 * The seat of a student in front of the cascade. All calls are synchronous and short: they run within `run`.
 * A student that learns in the background only has to take what it is told here.
 */
export interface StudentSeat {
  /** @param text of the input, see `inputText` */
  decide(text: string): StudentDecision;
}

export type StudentDecision =
  | { readonly kind: 'answer'; readonly output: string }
  | {
      readonly kind: 'ask';
      /** The cascade's answer to this input. */
      learn(output: string): void;
      /** The cascade could not answer. */
      lose(): void;
    };
