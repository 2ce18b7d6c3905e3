import type { ProfileRequest } from './profile.ts';

/** Calls still to be made when profiling stops after `profiled` items: the rest of the dataset, or the whole volume to come. */
export function remainingItems(request: Pick<ProfileRequest, 'scope' | 'rows' | 'volume'>, profiled: number): number {
  return request.scope === 'batch' ? Math.max(0, request.rows - profiled) : request.volume;
}
