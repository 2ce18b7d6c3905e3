import type { Finding, TextRange } from '../../core/findings.ts';
import type { ModelId } from '../../core/models/chatModel.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import type { ConfigCheck } from '../checkConfigs.ts';

/** What every question depends on besides its own facts. */
export interface AnalysisWorld {
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** The user's own prices by model id, unchecked: what cannot be used is passed over. */
  readonly prices: Readonly<Record<string, unknown>>;
}

export interface PromptQuestion {
  readonly file: string;
  readonly text: string;
  /** The model whose cost is shown where the prompt names none. */
  readonly otherwise: string | undefined;
  /** False: a rough count of tokens will do, since loading the vocabulary takes a third of a second. */
  readonly exact: boolean;
}

/** What a prompt costs, as far as its text alone tells. */
export interface PromptFacts {
  /** Of the prompt's fixed text, variables left out; undefined: the prompt cannot be read. */
  readonly tokens: number | undefined;
  readonly exact: boolean;
  /** undefined: no model is named, or none that is known. */
  readonly model: ModelId | undefined;
  /** Of a call's fixed input; undefined: the price is unknown. The answer and the variables come on top. */
  readonly inputUSD: number | undefined;
  readonly findings: readonly Finding[];
}

export interface PlaceQuestion {
  readonly file: string;
  readonly text: string;
  readonly offset: number;
}

/** A field of a config, and the config it stands in. */
export interface PlaceInConfig {
  /** From the root. */
  readonly path: readonly PropertyKey[];
  readonly range: TextRange;
  readonly config: RoutingConfig;
}

/** Questions with their answers. */
export interface Analyses {
  /** Loads what the others need, before it is needed. */
  readonly warmUp: { readonly ask: undefined; readonly answer: undefined };
  readonly prompt: { readonly ask: PromptQuestion; readonly answer: PromptFacts };
  /** Without a text the file is read. */
  readonly config: {
    readonly ask: { readonly file: string; readonly text: string | undefined };
    readonly answer: ConfigCheck;
  };
  /** undefined: no field stands there, or the config cannot be read. */
  readonly place: { readonly ask: PlaceQuestion; readonly answer: PlaceInConfig | undefined };
}
export type AnalysisName = keyof Analyses;

export type AnalysisQuestion = {
  [Name in AnalysisName]: { readonly name: Name; readonly ask: Analyses[Name]['ask'] };
}[AnalysisName];

export type ToAnalysis = AnalysisQuestion & { readonly id: number; readonly world: AnalysisWorld };

export type FromAnalysis =
  | { readonly id: number; readonly answer: Analyses[AnalysisName]['answer'] }
  /** Not foreseen: what is wrong with a file is in the answers. */
  | { readonly id: number; readonly failure: string };
