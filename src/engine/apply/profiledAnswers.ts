import { callKey } from '../../core/calls/callKey.ts';
import { requestOf } from '../../core/calls/callOrder.ts';
import { Journal } from '../../core/calls/journal.ts';
import type { Message } from '../../core/models/chatModel.ts';
import { readJournalFile } from '../../node/journalFile.ts';
import { sha256 } from '../../node/sha256.ts';
import type { CascadeSource } from '../../runtime/cascadeSource.ts';

/** The reference's answers that profiling has paid for. */
export type ProfiledAnswers = (messages: readonly Message[]) => string | undefined;

/**
 * In batch scope the profiled rows count as answered by the reference, so that is what they are given. In stream scope the promise is about the policy alone,
 * and a machine without the journal would answer otherwise: there is none.
 * @param journalFile undefined: none are to be given @throws JournalOpenError
 */
export function readProfiledAnswers(
  { config, template }: CascadeSource,
  journalFile: string | undefined,
): ProfiledAnswers {
  if (journalFile === undefined) return () => undefined;
  const journal = new Journal({ append: () => undefined }, readJournalFile(journalFile)); // only read
  return (messages) => {
    const request = requestOf({ messages, parameters: template.parameters }, true);
    return journal.answerTo(callKey(sha256, config.reference, request, 0))?.answer.text;
  };
}
