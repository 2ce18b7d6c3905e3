import { DowntierError } from '../../core/errors.ts';
import { type ModelReference, parseModelId } from '../../core/models/modelId.ts';
import type { PriceBook, PricedUse } from '../../core/models/price.ts';
import { modelEndpoint } from '../../providers/createModel.ts';
import { isLoopback } from '../../providers/endpoint.ts';
import { samplePrices } from '../../providers/sample/samplePrices.ts';
import type { SurveyedModel, SurveyRequest } from './setupSurvey.ts';
import type { WorldFacts } from './worldFacts.ts';

interface Known {
  readonly promptModel: string | undefined;
  readonly reference: string | undefined;
  readonly facts: Pick<WorldFacts, 'baseURLs'>;
  readonly book: PriceBook | undefined;
}

/** The configured ones, with an embedded one its whole family, and the prompt's own; in this order, each once. */
export function surveyModels(request: SurveyRequest, { promptModel, reference, facts, book }: Known): SurveyedModel[] {
  const own = [promptModel, reference].flatMap((id) => id ?? []);
  const usesSample = [...request.models, ...own].some((id) => /^sample[/:]/i.test(id));
  const family = usesSample ? samplePrices.map(({ model }) => model) : [];
  const ids = [...new Set([...request.models, ...family, ...own].map(canonical))];
  return ids.map((id) => surveyModel(id, { selected: !request.deselected.includes(id), facts, book }));
}

/** One model, whether it is compared, compares, or embeds. */
export function surveyModel(
  name: string,
  {
    selected,
    facts,
    book,
    use,
  }: Pick<Known, 'facts' | 'book'> & Pick<SurveyedModel, 'selected'> & { readonly use?: PricedUse },
): SurveyedModel {
  const id = canonical(name);
  const lookup = book?.lookup(id, use);
  const price = lookup?.known ? lookup.price : undefined;
  return {
    id,
    selected,
    price: price && { inputUSDPer1M: price.inputUSDPer1M, outputUSDPer1M: price.outputUSDPer1M },
    notional: price?.source === 'notional',
    callUSD: undefined,
    ...reachOf(id, facts),
  };
}

function reachOf(
  id: string,
  { baseURLs }: Known['facts'],
): Pick<SurveyedModel, 'confidence' | 'account' | 'host' | 'problem'> {
  const unreachable = { confidence: 'unknown', account: undefined, host: undefined } as const;
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

/** What providers are known to give before anything was asked. OpenAI and compatible servers give them for some models and refuse them for others. */
function confidenceOf({ provider }: ModelReference): SurveyedModel['confidence'] {
  if (provider === 'sample') return 'log-probabilities';
  return provider === 'anthropic' ? 'none' : 'probed';
}

function canonical(id: string): string {
  try {
    return parseModelId(id).id;
  } catch {
    return id; // shown as written, with what is wrong about it
  }
}
