import { readDotprompt } from './formats/dotprompt.ts';
import { readPlain, readPromptMd } from './formats/plain.ts';
import { readPromptYml } from './formats/promptYml.ts';
import { readPrompty } from './formats/prompty.ts';
import { promptFormatOf } from './promptFormatOf.ts';
import { type PromptReader, readWith } from './promptReader.ts';
import type { PromptFormat, PromptReading } from './promptTemplate.ts';

const readers: Readonly<Record<PromptFormat, PromptReader>> = {
  prompty: readPrompty,
  dotprompt: readDotprompt,
  'prompt-yml': readPromptYml,
  'prompt-md': readPromptMd,
  plain: readPlain,
};

/**
 * Reads a prompt file in the format that its name says; every other name is read as plain text.
 * Never throws: what is wrong with the text is among the findings, and with an error there is no template.
 */
export function readPrompt(file: string, text: string): PromptReading {
  return readWith(readers[promptFormatOf(file)], file, text);
}
