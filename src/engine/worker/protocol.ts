import type { ProfileEvent, ProfileResult } from '../../core/profiling/profile.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import type { LiveProfileOptions } from '../profileOptions.ts';
import type { Failure } from './failure.ts';
import type { SetupSurvey, SurveyRequest } from './setupSurvey.ts';
import type { WorldFacts } from './worldFacts.ts';

/** `pricesFile` comes from the facts. */
export type ProfileOrder = Omit<LiveProfileOptions, 'pricesFile'>;

export interface ProfileOutcome {
  readonly result: ProfileResult;
  readonly config: RoutingConfig;
  readonly configFile: string;
  readonly notionalPrices: boolean;
}

export type ProfileNotice =
  /** Everything is checked; calls go out from now on. */
  { readonly type: 'started'; readonly warnings: readonly string[] } | Extract<ProfileEvent, { type: 'progress' }>;

/** The engine's jobs: what is asked, what is told meanwhile, what is answered. */
export interface Jobs {
  readonly survey: { readonly ask: SurveyRequest; readonly event: never; readonly answer: SetupSurvey };
  readonly profile: { readonly ask: ProfileOrder; readonly event: ProfileNotice; readonly answer: ProfileOutcome };
  /** Ids of the models of the providers with a client of their own that the price list knows, the embedded ones included. */
  readonly modelList: { readonly ask: undefined; readonly event: never; readonly answer: readonly string[] };
}
export type JobName = keyof Jobs;

export type Order = {
  [Name in JobName]: { readonly job: Name; readonly ask: Jobs[Name]['ask'] };
}[JobName];

export type ToEngine =
  | ({ readonly type: 'ask'; readonly id: number; readonly world: WorldFacts } & Order)
  | { readonly type: 'cancel'; readonly id: number };

export type FromEngine =
  | { readonly type: 'event'; readonly id: number; readonly event: ProfileNotice }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Jobs[JobName]['answer'] }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure };
