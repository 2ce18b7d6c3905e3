import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnsweredRecord, JournalRecord } from '../../../../src/core/calls/journal.ts';

/** The paid answers in the journals of a folder's prompts, in the order in which they came. */
export function answersIn(folderOfPrompt: string): readonly AnsweredRecord[] {
  const journals = join(folderOfPrompt, '.downtier');
  if (!existsSync(journals)) return [];
  return readdirSync(journals)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(journals, name), 'utf8').split('\n').slice(0, -1)) // a torn last line is none
    .map((line) => JSON.parse(line) as JournalRecord)
    .filter((record): record is AnsweredRecord & JournalRecord => record.type === 'answered');
}

/** Their keys: none may come twice. */
export function keysIn(folderOfPrompt: string): readonly string[] {
  return answersIn(folderOfPrompt).map(({ key }) => key);
}
