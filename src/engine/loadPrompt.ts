import { readFile } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';
import type { Finding } from '../core/findings.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';
import { readPrompt } from '../core/prompts/readPrompt.ts';
import { sha256 } from '../node/sha256.ts';

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
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    throw new PromptFileError(file, `The prompt file ${file} ${why}; check its path.`, [], error);
  }
  const { template, findings } = readPrompt(file, text);
  const lines = findings.map((finding) => ({ finding, line: lineOf(file, finding) }));
  if (!template) {
    const errors = lines.filter(({ finding }) => finding.severity === 'error').map(({ line }) => line);
    throw new PromptFileError(file, `The prompt cannot be used.\n${errors.join('\n')}`, findings);
  }
  return { template, sha256: sha256(text), warnings: lines.map(({ line }) => line) };
}

function lineOf(file: string, { range, message }: Finding): string {
  return `${file}:${range.start.line + 1}: ${message}`;
}
