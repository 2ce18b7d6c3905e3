import { existsSync, readFileSync } from 'node:fs';
import { callKey } from '../../src/core/calls/callKey.ts';
import type { JournalRecord } from '../../src/core/calls/journal.ts';
import type { Message } from '../../src/core/models/chatModel.ts';
import { sha256 } from '../../src/node/sha256.ts';
import type { SampleRequestRecord } from '../../src/providers/sample/sampleRequestRecord.ts';

/** A journal file as it lies on the disk. */
export interface JournalReading {
  /** Of the whole lines, in order. */
  readonly records: readonly JournalRecord[];
  /** What stands after the last line end: empty unless a write was cut. */
  readonly tail: string;
}

/** Throws where a whole line is no record. A file that is not there is empty. */
export function readJournal(file: string): JournalReading {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [''];
  return { records: lines.slice(0, -1).map((line) => JSON.parse(line) as JournalRecord), tail: lines.at(-1) ?? '' };
}

export function keysOf(records: readonly JournalRecord[], type: 'sent' | 'answered' | 'failed'): string[] {
  return records.flatMap((record) => (record.type === type ? [record.key] : []));
}

/** Keys of the calls that went out and of which nothing was heard. */
export function unresolvedIn(records: readonly JournalRecord[]): string[] {
  const heard = new Set([...keysOf(records, 'answered'), ...keysOf(records, 'failed')]);
  return [...new Set(keysOf(records, 'sent'))].filter((key) => !heard.has(key));
}

/** The journal's key of a call, worked out from what the server received. For OpenAI's protocol, temperature and output limit set. */
export function keyOfRequest({ body }: SampleRequestRecord): string {
  const { model, messages, temperature, max_completion_tokens } = body as {
    readonly model: string;
    readonly messages: readonly Message[];
    readonly temperature: number;
    readonly max_completion_tokens: number;
  };
  const parameters = { temperature, maxOutputTokens: max_completion_tokens };
  return callKey(sha256, `openai/${model}`, { messages, parameters, logprobs: true }, 0);
}

/** How often each value occurs. */
export function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
