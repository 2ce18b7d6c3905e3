import { goldsOf } from '../../core/datasets/goldsOf.ts';
import { DowntierError } from '../../core/errors.ts';
import type { Message } from '../../core/models/chatModel.ts';
import { resolvePromptModel } from '../../core/models/modelId.ts';
import type { Price, PriceBook } from '../../core/models/price.ts';
import { estimateConversation, loadTokenEstimator } from '../../core/models/tokenEstimate.ts';
import { inputText } from '../../core/prompts/inputText.ts';
import { type LoadedPrompt, loadPrompt } from '../../node/loadPrompt.ts';
import { type CostEstimate, estimateCost } from '../estimateCost.ts';
import { openPriceBook } from '../priceModels.ts';
import { resolveData } from './dataSource.ts';
import { type MatchedVariable, matchColumns, renamedColumns } from './matchColumns.ts';
import { writePricesFile } from './pricesFile.ts';
import { renderRows } from './renderRows.ts';
import type { DataFacts, SetupSurvey, SurveyEstimate, SurveyedModel, SurveyRequest } from './setupSurvey.ts';
import { surveyComparison } from './surveyComparison.ts';
import { type SurveyedData, surveyData } from './surveyData.ts';
import { surveyModel, surveyModels } from './surveyModels.ts';
import type { SurveyProblem } from './surveyProblem.ts';
import type { WorldFacts } from './worldFacts.ts';

const ROWS_SHOWN = 3;
/** The preview goes to the page with each of its states, which a prompt of 200 KB would make slow. */
const LONGEST_SHOWN = 4000;

/** Never rejects for what the user can mend: that is among the problems. */
export async function surveySetup(
  request: SurveyRequest,
  facts: WorldFacts,
  signal: AbortSignal,
): Promise<SetupSurvey> {
  const problems: SurveyProblem[] = [];
  const attempt = <T>(work: () => Promise<T>): Promise<T | undefined> => orProblem(work, problems);
  const prompt = await attempt(() => loadPrompt(request.promptFile));
  const source = await resolveData(request.data, request.promptFile);
  const data = prompt && (await attempt(() => surveyData(request, { source, prompt }, signal)));
  if (prompt && !data && problems.length === 0) problems.push({ code: 'no-dataset' });
  const variables = matchVariables(prompt, data, request.columns);
  problems.push(...variableProblems(prompt, data, variables));
  const complete = problems.length === 0;
  const rendered =
    prompt && data && complete
      ? await attempt(() => renderRows(prompt.template, data.sample.rows, renamedColumns(variables)))
      : undefined;
  const book = await attempt(() => openPriceBook(writePricesFile(facts), facts.today));
  const reference = request.reference || promptModelOf(prompt);
  const models = surveyModels(request, { promptModel: promptModelOf(prompt), reference, facts, book });
  if (book) problems.push(...modelProblems(models, reference));
  const judge = request.judge === undefined ? undefined : surveyModel(request.judge, { selected: true, facts, book });
  const embeddings = embeddingsOf(request, facts, book);
  if (embeddings && book) problems.push(...embeddingsProblems(embeddings, book));
  const compared = prompt && data && surveyComparison(request, { prompt, data, models, judge });
  problems.push(...(compared?.problems ?? []));
  const comparison = compared?.comparison;
  const costs =
    rendered && data && prompt && book
      ? await estimates({
          request,
          prompt,
          data,
          rendered,
          models,
          book,
          reference,
          judge: comparison?.judge,
          embeddings,
        })
      : undefined;
  problems.push(...capProblems(costs?.selected, request, comparison?.judge));
  return {
    tokens: prompt && (await fixedTokens(prompt)),
    source,
    ownRows: prompt?.template.testData.length ?? 0,
    data: data && dataFacts(data),
    variables,
    preview: rendered?.slice(0, ROWS_SHOWN).map((messages) => messages.map(shortened)) ?? [],
    models: models.map((model) => ({ ...model, callUSD: costs?.callUSD.get(model.id) })),
    reference,
    embeddings,
    comparison,
    estimate: costs && surveyEstimate(costs),
    problems,
    warnings: [...(prompt?.warnings ?? []), ...(data?.warnings ?? [])],
  };
}

async function fixedTokens({ template }: LoadedPrompt): Promise<number> {
  return estimateConversation([{ role: 'user', content: template.fixedText }], await loadTokenEstimator());
}

function dataFacts({ rows, sampledRows, goldColumn, columns }: SurveyedData): DataFacts {
  return { rows, sampledRows, goldColumn, columns };
}

function shortened(message: Message): Message {
  const { content } = message;
  return content.length <= LONGEST_SHOWN ? message : { ...message, content: `${content.slice(0, LONGEST_SHOWN)}…` };
}

async function orProblem<T>(work: () => Promise<T>, problems: SurveyProblem[]): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DowntierError)) throw error;
    problems.push({ code: 'error', name: error.name, message: error.message });
    return undefined;
  }
}

function matchVariables(
  prompt: LoadedPrompt | undefined,
  data: SurveyedData | undefined,
  chosen: SurveyRequest['columns'],
): MatchedVariable[] {
  const used = prompt?.template.usedVariables ?? [];
  const asked = used.map(({ name, declaredDefault }) => ({ name, hasDefault: declaredDefault !== undefined }));
  return matchColumns(asked, data?.columns ?? [], { chosen, goldColumn: data?.goldColumn });
}

function variableProblems(
  prompt: LoadedPrompt | undefined,
  data: SurveyedData | undefined,
  variables: readonly MatchedVariable[],
): SurveyProblem[] {
  if (!prompt || !data) return [];
  if (variables.length === 0) return [{ code: 'no-variables' }];
  return variables
    .filter(({ column, hasDefault }) => column === undefined && !hasDefault)
    .map(({ name }) => ({ code: 'no-column', variable: name }));
}

function embeddingsOf(
  { embeddings }: SurveyRequest,
  facts: WorldFacts,
  book: PriceBook | undefined,
): SurveyedModel | undefined {
  return embeddings === undefined
    ? undefined
    : surveyModel(embeddings, { selected: true, facts, book, use: 'embeddings' });
}

/** It is wanted for every row, so nothing is sent without it. */
function embeddingsProblems({ id, problem }: SurveyedModel, book: PriceBook): SurveyProblem[] {
  if (problem) return [problem];
  return book.lookup(id, 'embeddings').known ? [] : [{ code: 'embeddings-unpriced', embeddings: id }];
}

function promptModelOf(prompt: LoadedPrompt | undefined): string | undefined {
  const name = prompt?.template.model;
  if (name === undefined) return undefined;
  const resolution = resolvePromptModel(name);
  return resolution.known ? resolution.id : undefined;
}

function modelProblems(models: readonly SurveyedModel[], reference: string | undefined): SurveyProblem[] {
  const selected = models.filter((model) => model.selected);
  const broken = selected.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  if (broken.length > 0) return broken;
  if (reference === undefined) return [{ code: 'no-reference' }];
  const measure = selected.find(({ id }) => id === reference);
  if (!measure) return [{ code: 'reference-not-selected', reference }];
  if (!measure.price) return [{ code: 'reference-unpriced', reference }];
  const others = selected.filter(({ id, price }) => id !== reference && price !== undefined);
  return others.length === 0 ? [{ code: 'nothing-to-compare', reference }] : [];
}

interface Costs {
  readonly callUSD: ReadonlyMap<string, number>;
  /** undefined: nothing selected has a price. */
  readonly selected: CostEstimate | undefined;
  readonly savingUpToUSD: number | undefined;
}

async function estimates(known: {
  readonly request: SurveyRequest;
  readonly prompt: LoadedPrompt;
  readonly data: SurveyedData;
  readonly rendered: readonly (readonly Message[])[];
  readonly models: readonly SurveyedModel[];
  readonly book: PriceBook;
  readonly reference: string | undefined;
  readonly judge: SurveyedModel | undefined;
  readonly embeddings: SurveyedModel | undefined;
}): Promise<Costs> {
  const { request, prompt, data, rendered, models, book, reference, judge, embeddings } = known;
  const lookup = embeddings && book.lookup(embeddings.id, 'embeddings');
  const texts = data.sample.rows.map(({ values }) => inputText(prompt.template, values));
  const estimateOf = (ids: readonly SurveyedModel[]): Promise<CostEstimate> =>
    estimateCost({
      conversations: rendered,
      golds: goldsOf(data.sample.rows),
      parameters: prompt.template.parameters,
      prices: pricesOf(ids, book),
      maxSpendUSD: request.maxSpendUSD,
      timeoutMs: request.timeoutMs,
      judged: judge !== undefined,
      embeddings: embeddings && lookup?.known ? { id: embeddings.id, price: lookup.price, texts } : undefined,
      selfCheck: reference === undefined ? undefined : { model: reference, items: request.selfCheckItems ?? 0 },
    });
  const all = await estimateOf(models);
  const callUSD = new Map(all.calls.map(({ id, costPerCallUSD }) => [id, costPerCallUSD]));
  const chosen = models.filter(({ selected, price }) => selected && price !== undefined);
  const referenceUSD = reference === undefined ? undefined : callUSD.get(reference);
  const cheapest = Math.min(...chosen.map(({ id }) => callUSD.get(id) ?? Number.POSITIVE_INFINITY));
  const saved = referenceUSD === undefined ? 0 : (referenceUSD - cheapest) * request.volume;
  return {
    callUSD,
    selected: chosen.length === 0 ? undefined : await estimateOf(judge ? [...chosen, judge] : chosen),
    savingUpToUSD: saved > 0 ? saved : undefined,
  };
}

/** Of the whole estimate only figures: prices are functions, which cannot leave the thread. */
function surveyEstimate({ selected, savingUpToUSD }: Costs): SurveyEstimate | undefined {
  if (!selected) return undefined;
  const { profilingLikelyUSD, profilingAtMostUSD, likelyItems, inputTokensPerCall } = selected;
  return { profilingLikelyUSD, profilingAtMostUSD, likelyItems, inputTokensPerCall, savingUpToUSD };
}

function pricesOf(models: readonly SurveyedModel[], book: PriceBook): ReadonlyMap<string, Price> {
  return new Map(
    models.flatMap(({ id }) => {
      const lookup = book.lookup(id);
      return lookup.known ? [[id, lookup.price] as const] : [];
    }),
  );
}

/** The same rule as when it starts: one item asked of every model has to fit; what a judge will cost depends on what they answer. */
function capProblems(
  selected: CostEstimate | undefined,
  { maxSpendUSD }: SurveyRequest,
  judge: SurveyedModel | undefined,
): SurveyProblem[] {
  const arms = selected?.calls.filter(({ id }) => id !== judge?.id) ?? [];
  const neededUSD = arms.reduce((sum, { worstCallUSD }) => sum + worstCallUSD, 0);
  return neededUSD > maxSpendUSD ? [{ code: 'cap-too-small', capUSD: maxSpendUSD, neededUSD }] : [];
}
