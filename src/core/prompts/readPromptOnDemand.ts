import { promptFormatOf } from './promptFormatOf.ts';
import { type PromptReader, readWith } from './promptReader.ts';
import type { PromptFormat, PromptReading } from './promptTemplate.ts';

const loaders: Readonly<Record<PromptFormat, () => Promise<PromptReader>>> = {
  prompty: async () => (await import('./formats/prompty.ts')).readPrompty,
  dotprompt: async () => (await import('./formats/dotprompt.ts')).readDotprompt,
  'prompt-yml': async () => (await import('./formats/promptYml.ts')).readPromptYml,
  'prompt-md': async () => (await import('./formats/plain.ts')).readPromptMd,
  plain: async () => (await import('./formats/plain.ts')).readPlain,
};

/** `readPrompt` for programs that read one prompt: only its format's template engine is loaded. */
export async function readPromptOnDemand(file: string, text: string): Promise<PromptReading> {
  return readWith(await loaders[promptFormatOf(file)](), file, text);
}
