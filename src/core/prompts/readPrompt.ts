import { readDotprompt } from './formats/dotprompt.ts';
import { readPlain, readPromptMd } from './formats/plain.ts';
import { readPromptYml } from './formats/promptYml.ts';
import { readPrompty } from './formats/prompty.ts';
import { withoutNoncharacters } from './noncharacters.ts';
import { PromptSource } from './promptSource.ts';
import type { PromptReading, PromptTemplate } from './promptTemplate.ts';

type Reader = (source: PromptSource) => PromptTemplate | undefined;

const readersByEnding: readonly (readonly [ending: string, reader: Reader])[] = [
  ['.prompty', readPrompty],
  ['.prompt', readDotprompt],
  ['.prompt.yml', readPromptYml],
  ['.prompt.yaml', readPromptYml],
  ['.prompt.md', readPromptMd],
];

/**
 * Reads a prompt file in the format that its name says; every other name is read as plain text.
 * Never throws: what is wrong with the text is among the findings, and with an error there is no template.
 */
export function readPrompt(file: string, text: string): PromptReading {
  const source = new PromptSource(file, withoutNoncharacters(text));
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    source.error('not-text', 'This is not a text file. Give a prompt file in UTF-8.', { start: nul, end: nul + 1 });
    return { template: undefined, findings: source.findings };
  }
  const template = (readerOf(file) ?? readPlain)(source);
  return { template, findings: source.findings };
}

/** Whether a file's name alone says that it is a prompt. Plain `.md` and `.txt` files can be prompts too, but need not be. */
export function isPromptFile(file: string): boolean {
  return readerOf(file) !== undefined;
}

function readerOf(file: string): Reader | undefined {
  const name = file.toLowerCase();
  return readersByEnding.find(([ending]) => name.endsWith(ending))?.[1];
}
