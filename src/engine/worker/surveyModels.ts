import { DowntierError } from '../../core/errors.ts';
import { type ModelReference, parseModelId } from '../../core/models/modelId.ts';
import type { PriceBook } from '../../core/models/price.ts';
import { modelEndpoint } from '../../providers/createModel.ts';
import { isLoopback } from '../../providers/endpoint.ts';
import { samplePrices } from '../../providers/sample/samplePrices.ts';
import type { WorldFacts } from './protocol.ts';
import type { SurveyProblem } from './surveyProblem.ts';
import type { SurveyRequest } from './surveySetup.ts';

/** A model that can be chosen, and what is known of it without asking it. */
export interface SurveyedModel {
  readonly id: string;
  readonly selected: boolean;
  /** undefined: the price is unknown. */
  readonly price: { readonly inputUSDPer1M: number; readonly outputUSDPer1M: number } | undefined;
  readonly notional: boolean;
  readonly callUSD: number | undefined;
  readonly confidence: 'log-probabilities' | 'none' | 'not known yet';
  /** Whose key it takes; undefined: it needs none. */
  readonly account: string | undefined;
  /** Where rows would be sent; undefined: they stay inside Downtier (the embedded models). */
  readonly host: string | undefined;
  /** It cannot be asked at all. */
  readonly problem: SurveyProblem | undefined;
}

interface Known {
  readonly promptModel: string | undefined;
  readonly reference: string | undefined;
  readonly facts: Pick<WorldFacts, 'baseURLs'>;
  readonly book: PriceBook | undefined;
}

/** The configured ones, the prompt's own, and with an embedded one its whole family; in this order, each once. */
export function surveyModels(request: SurveyRequest, { promptModel, reference, facts, book }: Known): SurveyedModel[] {
  const named = [...request.models, promptModel, reference].filter((id) => id !== undefined && id !== '') as string[];
  const family = named.some((id) => /^sample[/:]/i.test(id)) ? samplePrices.map(({ model }) => model) : [];
  const ids = [...new Set([...named.map(canonical), ...family])];
  return ids.map((id) => {
    const lookup = book?.lookup(id);
    const price = lookup?.known ? lookup.price : undefined;
    return {
      id,
      selected: !request.deselected.includes(id),
      price: price && { inputUSDPer1M: price.inputUSDPer1M, outputUSDPer1M: price.outputUSDPer1M },
      notional: price?.source === 'notional',
      callUSD: undefined,
      ...reachOf(id, facts),
    };
  });
}

function reachOf(
  id: string,
  { baseURLs }: Known['facts'],
): Pick<SurveyedModel, 'confidence' | 'account' | 'host' | 'problem'> {
  const unreachable = { confidence: 'not known yet', account: undefined, host: undefined } as const;
  try {
    const reference = parseModelId(id);
    const { account } = reference;
    const confidence = confidenceOf(reference);
    if (reference.provider === 'sample') return { ...unreachable, confidence, problem: undefined };
    const baseURL = modelEndpoint(id, (name) => (Object.hasOwn(baseURLs, name) ? baseURLs[name] : undefined));
    return {
      confidence,
      account: isLoopback(baseURL) ? undefined : account,
      host: new URL(baseURL).host,
      problem: undefined,
    };
  } catch (error) {
    if (!(error instanceof DowntierError)) throw error;
    return { ...unreachable, problem: { code: 'error', name: error.name, message: error.message } };
  }
}

/** What providers are known to give before anything was asked. */
function confidenceOf({ provider }: ModelReference): SurveyedModel['confidence'] {
  if (provider === 'sample') return 'log-probabilities';
  return provider === 'anthropic' ? 'none' : 'not known yet';
}

function canonical(id: string): string {
  try {
    return parseModelId(id).id;
  } catch {
    return id; // shown as written, with what is wrong about it
  }
}
