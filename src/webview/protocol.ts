import type { EquivalenceName } from '../core/equivalence/equivalence.ts';
import type { ProfileEvent, ProfileMethod, ProfileResult, Scope } from '../core/profiling/profile.ts';

/**
 * What the panel's two sides say to each other. The host owns all state and sends it whole; the page draws it and sends back what the user wants.
 * An intent that fails is answered with `failed`, so that nothing hangs.
 */
export type ToPage =
  | { readonly type: 'state'; readonly state: PanelState }
  | { readonly type: 'failed'; readonly intent: Intent['type']; readonly message: string };

export interface PanelState {
  readonly setup: SetupState;
  readonly profile: ProfileState;
  /** False in an untrusted workspace: estimates work, profiling does not. */
  readonly trusted: boolean;
}

export interface FileChoice {
  /** Absolute path. */
  readonly path: string;
  /** As shown: relative to its workspace folder. */
  readonly label: string;
}

export interface SetupState {
  readonly prompt: (FileChoice & { readonly tokens: number | undefined }) | undefined;
  readonly promptChoices: readonly FileChoice[];
  readonly data: DataState | undefined;
  readonly dataChoices: readonly FileChoice[];
  /** Columns of the dataset, gold column included. */
  readonly columns: readonly string[];
  /** The prompt's variables with the column each is taken from; undefined: none fits yet. */
  readonly variables: readonly { readonly name: string; readonly column: string | undefined }[];
  /** The first three sampled rows, rendered; messages with their roles. */
  readonly preview: readonly (readonly { readonly role: string; readonly content: string }[])[];
  readonly models: readonly ModelChoice[];
  readonly reference: string | undefined;
  readonly delta: number;
  readonly confidence: number;
  readonly volume: number;
  readonly maxSpendUSD: number;
  /** What a student in front may add to `delta`. */
  readonly studentDelta: number;
  readonly method: ProfileMethod;
  readonly scope: Scope;
  readonly comparison: ComparisonState;
  readonly estimate: SetupEstimate | undefined;
  /** Why profiling cannot start, in whole sentences; empty: it can. */
  readonly problems: readonly string[];
  /** Something about this setup is being worked out. */
  readonly busy: boolean;
  /** An interrupted profile of this prompt left paid answers behind: starting goes on from there. */
  readonly resumable: boolean;
}

/** Rows written in the prompt have the prompt's path. */
export interface DataState extends FileChoice {
  readonly rows: number;
  readonly goldColumn: string | undefined;
  /** `beside`: guessed, since it lies beside the prompt. `only own rows`: guessed, since nothing lies there. */
  readonly origin: 'chosen' | 'beside' | 'only own rows';
}

/** What a rule of comparison may take; the field is absent for the others. */
export type ComparisonField = 'labels' | 'jsonFields' | 'tolerance' | 'judge';

export interface ComparisonState {
  /** undefined: it is guessed. */
  readonly chosen: EquivalenceName | undefined;
  /** What counts; undefined: there is nothing to guess from yet. */
  readonly name: EquivalenceName | undefined;
  /** Why it was guessed. */
  readonly reason: string | undefined;
  /** As the user wrote them. */
  readonly written: Readonly<Record<ComparisonField, string>>;
  /** The labels found among the expected answers. */
  readonly found: string;
}

export interface SetupEstimate {
  readonly likelyUSD: number;
  readonly likelyItems: number;
  readonly atMostUSD: number;
  /** Saved per `volume` calls if the cheapest selected model did; undefined without a cheaper one. */
  readonly savingUpToUSD: number | undefined;
}

export interface ModelChoice {
  readonly id: string;
  readonly selected: boolean;
  /** undefined: the price is unknown. */
  readonly price: { readonly inputUSDPer1M: number; readonly outputUSDPer1M: number } | undefined;
  readonly notional: boolean;
  /** Estimated cost of a call with this prompt and dataset. */
  readonly callUSD: number | undefined;
  /** Whether its answers come with how sure it is. `probed`: the first call finds out. */
  readonly confidence: 'log-probabilities' | 'none' | 'probed' | 'unknown';
  readonly key: 'stored' | 'environment' | 'not needed' | 'missing';
}

export type ProfileState =
  | { readonly phase: 'none' }
  | {
      readonly phase: 'running';
      readonly subject: string;
      readonly progress: Extract<ProfileEvent, { type: 'progress' }> | undefined;
      readonly delta: number;
      readonly maxSpendUSD: number;
      /** What savings are counted over: a month's calls, or the rows of the dataset. */
      readonly counted: { readonly scope: Scope; readonly calls: number };
      /** Estimated, from the pace so far. */
      readonly secondsLeft: number | undefined;
    }
  | {
      readonly phase: 'done';
      readonly subject: string;
      readonly result: ProfileResult;
      /** The recommendation in one plain sentence. */
      readonly sentence: string;
      readonly notionalPrices: boolean;
      readonly configFile: string;
      readonly configWritten: boolean;
      readonly committed: boolean;
      /** The config has, or will have, the student that the result offers. */
      readonly studentInFront: boolean;
    }
  | {
      readonly phase: 'failed';
      readonly subject: string;
      readonly message: string;
      /** Whose API key is missing or was refused, a model or its account; undefined: it was not a key. */
      readonly keyOf: string | undefined;
      readonly resumable: boolean;
    };

export type NumberField = 'delta' | 'confidence' | 'volume' | 'maxSpendUSD' | 'studentDelta';

/** What the user wants. */
export type Intent =
  | { readonly type: 'ready' }
  | { readonly type: 'choosePrompt'; readonly path: string }
  | { readonly type: 'browsePrompt' }
  | { readonly type: 'chooseData'; readonly path: string }
  | { readonly type: 'browseData' }
  /** A file dropped on the page; its name tells what it is. */
  | { readonly type: 'dropFile'; readonly uri: string }
  | { readonly type: 'mapColumn'; readonly variable: string; readonly column: string }
  | { readonly type: 'selectModel'; readonly id: string; readonly selected: boolean }
  | { readonly type: 'configureModels' }
  | { readonly type: 'setReference'; readonly id: string }
  | { readonly type: 'setNumber'; readonly field: NumberField; readonly value: number }
  | { readonly type: 'setMethod'; readonly method: ProfileMethod }
  | { readonly type: 'setScope'; readonly scope: Scope }
  /** undefined: guess. */
  | { readonly type: 'setEquivalence'; readonly name: EquivalenceName | undefined }
  /** Writing what a rule takes chooses the rule. */
  | { readonly type: 'setComparison'; readonly field: ComparisonField; readonly text: string }
  | { readonly type: 'setPrice'; readonly id: string }
  | { readonly type: 'setKey'; readonly id: string }
  | { readonly type: 'start' }
  | { readonly type: 'cancel' }
  /** From a result or a failure back to the setup. */
  | { readonly type: 'back' }
  /** A config that is written already is written again. */
  | { readonly type: 'setStudent'; readonly inFront: boolean }
  | { readonly type: 'writeConfig' }
  | { readonly type: 'openConfig' }
  | { readonly type: 'commit' }
  | { readonly type: 'showLog' };
