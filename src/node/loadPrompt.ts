import { readFile } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';
import type { Finding } from '../core/findings.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';
import { readPromptOnDemand } from '../core/prompts/readPromptOnDemand.ts';
import { sha256 } from './sha256.ts';

/** A prompt file that is missing, unreadable or broken; the message lists each finding as `file:line`. */
export class PromptFileError extends InputError {
  readonly file: string;
  readonly findings: readonly Finding[];

  constructor(file: string, message: string, findings: readonly Finding[] = [], cause?: unknown) {
    super(message, { cause });
    this.file = file;
    this.findings = findings;
  }
}

export interface LoadedPrompt {
  readonly template: PromptTemplate;
  readonly sha256: string;
  /** As `file:line: message`. */
  readonly warnings: readonly string[];
}

/** Rejects with PromptFileError. */
export async function loadPrompt(file: string): Promise<LoadedPrompt> {
  const text = await readText(file);
  const { template, findings } = await readPromptOnDemand(file, text);
  const lines = findings.map((finding) => ({ finding, line: lineOf(file, finding) }));
  if (!template) {
    const errors = lines.filter(({ finding }) => finding.severity === 'error').map(({ line }) => line);
    throw new PromptFileError(file, `The prompt cannot be used.\n${errors.join('\n')}`, findings);
  }
  return { template, sha256: sha256(text), warnings: lines.map(({ line }) => line) };
}

async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    throw new PromptFileError(file, `The prompt file ${file} ${why}; check its path.`, [], error);
  }
  try {
    // A byte order mark stays, so that the hash of the text is that of the bytes.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new PromptFileError(file, `The prompt file ${file} is not UTF-8 text; save it as UTF-8.`, [], error);
  }
}

function lineOf(file: string, { range, message }: Finding): string {
  return `${file}:${range.start.line + 1}: ${message}`;
}
