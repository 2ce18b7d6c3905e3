import type { TokenLogprob } from '../../core/models/chatModel.ts';
import type { LabelProbability, SampleAnswer } from './sampleModel.ts';

const tokenLength = 4;
/** What OpenAI writes for a probability that vanishes; JSON has no infinity. */
const lowestLogprob = -9999;

/** The sample server's plain rule: one token per four bytes of UTF-8, the last one perhaps shorter. */
export function countTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / tokenLength);
}

/**
 * The answer's label as tokens of four characters. The first token carries the label's probability and lists every label's first token
 * as alternatives, most likely first, itself among them; the tokens after it are certain. First tokens are as much longer than four
 * characters as it takes to tell all labels apart.
 */
export function answerTokens(answer: SampleAnswer): readonly TokenLogprob[] {
  const headLength = lengthThatTellsApart(answer.probabilities);
  const alternatives = answer.probabilities.map(({ label, probability }) => ({
    token: head(label, headLength),
    logprob: Math.max(lowestLogprob, Math.log(probability)),
  }));
  const first = head(answer.label, headLength);
  const logprob = alternatives.find(({ token }) => token === first)?.logprob ?? 0;
  const rest = pieces(answer.label.slice(first.length)).map((token) => ({
    token,
    logprob: 0,
    alternatives: [{ token, logprob: 0 }],
  }));
  return [{ token: first, logprob, alternatives }, ...rest];
}

function lengthThatTellsApart(answers: readonly LabelProbability[]): number {
  let length = tokenLength;
  while (new Set(answers.map(({ label }) => head(label, length))).size < answers.length) {
    if (answers.every(({ label }) => label.length <= length))
      throw new RangeError(`a model named a label twice: ${answers.map(({ label }) => label).join(', ')}`);
    length++;
  }
  return length;
}

/** By code points: half a surrogate pair is no token. */
function head(label: string, length: number): string {
  return Array.from(label).slice(0, length).join('');
}

function pieces(text: string): readonly string[] {
  return text.match(/[\s\S]{1,4}/gu) ?? [];
}
