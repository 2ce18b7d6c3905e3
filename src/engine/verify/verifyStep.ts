/** One thing that a certificate rests on, looked at again; a sentence without its end. */
export interface VerifyStep {
  readonly says: string;
  readonly holds: boolean;
}
