import type { EquivalenceChoice } from '../../core/equivalence/chooseEquivalence.ts';
import type { Message } from '../../core/models/chatModel.ts';
import type { CostEstimate } from '../estimateCost.ts';
import type { ComparisonOptions } from '../profileOptions.ts';
import type { DataChoice, DataSource } from './dataSource.ts';
import type { MatchedVariable } from './matchColumns.ts';
import type { SurveyProblem } from './surveyProblem.ts';

/** What the user has chosen so far; anything of it may not fit. */
export interface SurveyRequest extends ComparisonOptions {
  readonly promptFile: string;
  readonly data: DataChoice;
  /** Column by variable, where the user chose one. */
  readonly columns: Readonly<Record<string, string>>;
  /** Offered besides the prompt's own model. */
  readonly models: readonly string[];
  readonly deselected: readonly string[];
  /** undefined: the prompt's own model. */
  readonly reference: string | undefined;
  readonly profileItems: number;
  /** Absent: 0. */
  readonly selfCheckItems?: number;
  /** Who embeds inputs; absent: nobody. */
  readonly embeddings?: string | undefined;
  readonly seed: number;
  readonly volume: number;
  readonly maxSpendUSD: number;
  readonly timeoutMs: number;
}

/** What can be said about a setup without sending anything, however incomplete it is. */
export interface SetupSurvey {
  /** Of the prompt's fixed text. */
  readonly tokens: number | undefined;
  /** The data that was looked at, also where it cannot be used. */
  readonly source: DataSource;
  /** Rows written in the prompt file itself. */
  readonly ownRows: number;
  readonly data: DataFacts | undefined;
  readonly variables: readonly MatchedVariable[];
  /** The first three sampled rows, rendered; of long messages only the beginning. */
  readonly preview: readonly (readonly Message[])[];
  readonly models: readonly SurveyedModel[];
  readonly reference: string | undefined;
  /** undefined: nobody embeds inputs. */
  readonly embeddings: SurveyedModel | undefined;
  /** undefined: there is no prompt or no data yet. */
  readonly comparison: SurveyedComparison | undefined;
  readonly estimate: SurveyEstimate | undefined;
  readonly problems: readonly SurveyProblem[];
  /** What is odd but no hindrance, as `file:line: message`. */
  readonly warnings: readonly string[];
}

export interface SurveyEstimate
  extends Pick<CostEstimate, 'profilingLikelyUSD' | 'profilingAtMostUSD' | 'likelyItems' | 'inputTokensPerCall'> {
  /** Saved per `volume` calls if the cheapest selected model did; undefined without a cheaper one. */
  readonly savingUpToUSD: number | undefined;
}

/** How outputs will be compared, and why so. */
export interface SurveyedComparison extends EquivalenceChoice {
  /** undefined: none is needed, or none is named. */
  readonly judge: SurveyedModel | undefined;
}

/** Who is asked besides the models that are compared: the judge, and who embeds inputs. */
export function othersAsked({
  comparison,
  embeddings,
}: Pick<SetupSurvey, 'comparison' | 'embeddings'>): SurveyedModel[] {
  return [comparison?.judge, embeddings].flatMap((model) => model ?? []);
}

/** A dataset as a setup needs it. */
export interface DataFacts {
  readonly rows: number;
  /** At most this many are profiled. */
  readonly sampledRows: number;
  readonly goldColumn: string | undefined;
  /** The gold column included, where it is a column. */
  readonly columns: readonly string[];
}

/** A model that can be chosen, and what is known of it without asking it. */
export interface SurveyedModel {
  readonly id: string;
  readonly selected: boolean;
  /** undefined: the price is unknown. */
  readonly price: { readonly inputUSDPer1M: number; readonly outputUSDPer1M: number } | undefined;
  readonly notional: boolean;
  readonly callUSD: number | undefined;
  /** `probed`: the first call finds out. `unknown`: the model cannot be asked at all. */
  readonly confidence: 'log-probabilities' | 'none' | 'probed' | 'unknown';
  /** Whose key it takes; undefined: it needs none. */
  readonly account: string | undefined;
  /** Where rows would be sent; undefined: they stay inside Downtier (the embedded models). */
  readonly host: string | undefined;
  /** It cannot be asked at all. */
  readonly problem: SurveyProblem | undefined;
}
