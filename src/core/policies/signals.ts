/** One model's answer to one input, as an acceptance rule sees it. */
export interface StageAnswer {
  readonly model: string;
  /** null: an answer was given but is unusable; it is never kept. */
  readonly text: string | null;
  /** P(T) in [0, 1]; undefined where the provider gave no log-probabilities. */
  readonly tokenProbability: number | undefined;
}

/** What is known of an input besides the answers to it. */
export interface InputFacts {
  /** Uniform in [0, 1), the same for the same input everywhere: see `chanceOf`. */
  readonly chance: number;
  /** P(IK) of a stage's model on this input, in [0, 1]; absent where no classifier was trained. */
  knows?(model: string): number | undefined;
}

/** How texts are read; the equivalence that outputs are compared with is one. */
export interface AnswerReading {
  /** The label a text names; absent where there are no labels. */
  readonly labelOf?: ((text: string) => string | undefined) | undefined;
  /** Do two texts say the same? Absent where only a judge could tell. */
  readonly same?: ((one: string, other: string) => boolean) | undefined;
}

/**
 * A number drawn from the answers so far. `certainty` and `certainty of` are log-odds of P(T); `knows` log-odds of P(IK). The products with `certainty`
 * let the odds mean different things for different labels, and for agreement and its absence.
 */
export type Signal =
  | { readonly kind: 'certainty' }
  | { readonly kind: 'knows' }
  | { readonly kind: 'label' | 'label certainty'; readonly label: string }
  | { readonly kind: 'agrees' | 'agrees certainty' | 'differs certainty'; readonly model: string };

/** Log-odds are cut at those of 1e-7: beyond that providers' rounding decides. */
export const LEAST_DOUBT = 1e-7;

/** The name of a signal in a routing config, for example `certainty`, `label:spam`, `agrees:openai/gpt-x`. */
export function signalName(signal: Signal): string {
  if ('label' in signal) return `${signal.kind}:${signal.label}`;
  return 'model' in signal ? `${signal.kind}:${signal.model}` : signal.kind;
}

const NAMED = /^(certainty|knows)$|^(label|label certainty|agrees|agrees certainty|differs certainty):([\s\S]+)$/;

/** The mirror image of `signalName`; undefined for a name this version does not know. */
export function parseSignal(name: string): Signal | undefined {
  const [, plain, kind, of = ''] = NAMED.exec(name) ?? [];
  if (plain === 'certainty' || plain === 'knows') return { kind: plain };
  if (kind === 'label' || kind === 'label certainty') return { kind, label: of };
  if (kind === 'agrees' || kind === 'agrees certainty' || kind === 'differs certainty') return { kind, model: of };
  return undefined;
}

/**
 * The signal's value for the last of `answers`; 0 where what it is drawn from is missing, which says neither for nor against.
 *
 * @param answers of the stages asked so far, in their order, at least one
 */
export function signalValue(
  signal: Signal,
  answers: readonly StageAnswer[],
  facts: InputFacts,
  reading: AnswerReading,
): number {
  const answer = answers.at(-1);
  if (!answer) throw new RangeError('a signal is drawn from at least one answer');
  switch (signal.kind) {
    case 'certainty':
      return logOdds(answer.tokenProbability);
    case 'knows':
      return logOdds(facts.knows?.(answer.model));
    case 'label':
      return names(answer, signal.label, reading) ? 1 : 0;
    case 'label certainty':
      return names(answer, signal.label, reading) ? logOdds(answer.tokenProbability) : 0;
    case 'agrees':
    case 'agrees certainty':
    case 'differs certainty': {
      const other = answers.find(({ model }) => model === signal.model);
      const agrees = other !== undefined && saysTheSame(answer, other, reading);
      if (signal.kind === 'agrees') return agrees ? 1 : 0;
      return agrees === (signal.kind === 'agrees certainty') ? logOdds(other?.tokenProbability) : 0;
    }
  }
}

/** log(p / (1 - p)), cut at 1e-7 from either end; 0 for undefined. */
export function logOdds(probability: number | undefined): number {
  if (probability === undefined) return 0;
  const p = Math.min(1 - LEAST_DOUBT, Math.max(LEAST_DOUBT, probability));
  return Math.log(p / (1 - p));
}

function names({ text }: StageAnswer, label: string, reading: AnswerReading): boolean {
  return text !== null && reading.labelOf?.(text) === label;
}

function saysTheSame(one: StageAnswer, other: StageAnswer, { same }: AnswerReading): boolean {
  return one.text !== null && other.text !== null && same?.(one.text, other.text) === true;
}
