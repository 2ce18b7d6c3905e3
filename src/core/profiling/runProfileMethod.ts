import type { Equivalence } from '../equivalence/equivalence.ts';
import type { AnswerSource, ProfileItem } from './answerSource.ts';
import { profileCertified } from './certified/certifiedProfile.ts';
import type { ProfileEvent, ProfileRequest } from './profile.ts';
import { profileWithSmart } from './smart.ts';

/** Profiles by the method that the request names. See `profileCertified` and `profileWithSmart`. */
export function runProfileMethod<Item extends ProfileItem>(
  request: ProfileRequest,
  items: readonly Item[],
  deps: { source: AnswerSource<Item>; equivalence: Equivalence },
  signal: AbortSignal,
): AsyncGenerator<ProfileEvent, void, undefined> {
  return request.method === 'certified'
    ? profileCertified(request, items, deps, signal)
    : profileWithSmart(request, items, deps, signal);
}
