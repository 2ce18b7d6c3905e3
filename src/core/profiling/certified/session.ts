import type { ProfileItem } from '../answerSource.ts';
import type { ModelEvidence } from '../evidence.ts';
import type { ModelStatus, ProfileEvent, ProfileRequest } from '../profile.ts';
import { reportModels } from '../reportModels.ts';
import type { AnswerSheet } from './answerSheet.ts';
import type { Field } from './field.ts';
import type { SignalTable } from './signalTable.ts';

/** What the steps of a certified profile share. */
export interface Session {
  readonly request: ProfileRequest;
  readonly sheet: AnswerSheet<ProfileItem>;
  readonly signals: SignalTable;
  readonly field: Field;
  /** Items it may use. */
  readonly itemLimit: number;
  readonly signal: AbortSignal;
}

export function progress({ request, sheet, field, itemLimit }: Session): ProfileEvent {
  return {
    type: 'progress',
    items: sheet.asked,
    itemLimit,
    costUSD: sheet.costUSD,
    expected: field.expectation,
    models: reportModels(request, sheet, { statusOf: (evidence) => statusOf(evidence, field, request) }),
  };
}

/** In play, out of it, or never heard of: all calls of a model failed. */
export function statusOf(evidence: ModelEvidence, field: Field, { reference }: ProfileRequest): ModelStatus {
  const { model, items, missing } = evidence;
  if (model === reference) return 'reference';
  if (items === 0 && missing > 0) return 'failing';
  return field.isDropped(model) ? 'not needed' : 'open';
}
