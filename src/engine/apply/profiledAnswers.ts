import { existsSync } from 'node:fs';
import { callKey } from '../../core/calls/callKey.ts';
import { requestOf } from '../../core/calls/callOrder.ts';
import { Journal } from '../../core/calls/journal.ts';
import type { Message } from '../../core/models/chatModel.ts';
import { openJournalFile } from '../../node/journalFile.ts';
import { sha256 } from '../../node/sha256.ts';
import type { CascadeSource } from '../../runtime/cascadeSource.ts';
import { journalFileOf } from '../runLiveProfile.ts';

/** The reference's answers that profiling has paid for. */
export interface ProfiledAnswers {
  answerTo(messages: readonly Message[]): string | undefined;
  close(): void;
}

/**
 * In batch scope the profiled rows count as answered by the reference, so that is what they are given. In stream scope the promise is about the policy alone,
 * and a machine without the journal would answer otherwise: there is none. Holds the profile's journal until it is closed.
 */
export function openProfiledAnswers(source: CascadeSource, journalFolder: string | undefined): ProfiledAnswers {
  const { config, template, promptFile } = source;
  const file = journalFileOf({ promptFile, journalFolder });
  if (config.guarantee.scope !== 'batch' || !existsSync(file))
    return { answerTo: () => undefined, close: () => undefined };
  const store = openJournalFile(file);
  const journal = new Journal(store, store.lines);
  return {
    answerTo(messages) {
      const request = requestOf({ messages, parameters: template.parameters }, true);
      return journal.answerTo(callKey(sha256, config.reference, request, 0))?.answer.text;
    },
    close: () => store.close(),
  };
}
