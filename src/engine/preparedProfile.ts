import type { Equivalence } from '../core/equivalence/equivalence.ts';
import type { ProfileEvent, ProfileRequest, ProfileResult } from '../core/profiling/profile.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import type { CostEstimate } from './estimateCost.ts';

/** A profile that has passed every check and has not cost anything yet. */
export interface PreparedProfile {
  /** The prompt file or the recording's folder. */
  readonly subject: string;
  readonly request: ProfileRequest;
  /** Items it may use, at most. */
  readonly items: number;
  readonly equivalence: Pick<Equivalence, 'name' | 'reason' | 'labels'>;
  /** What a person should know before it starts. */
  readonly warnings: readonly string[];
  /** Some prices are made up: the embedded sample's. */
  readonly notionalPrices: boolean;
  /** undefined for a recording: nothing is paid. */
  readonly estimate: CostEstimate | undefined;
  /** Where the routing config will go; undefined: nowhere. */
  readonly configFile: string | undefined;
  /** Ends with one `done` event. Rejects with what profiling rejects with, and for journals with what `openJournalFile` throws. */
  run(signal: AbortSignal): AsyncGenerator<ProfileEvent, void, undefined>;
  configOf(result: ProfileResult): RoutingConfig;
}
