import type { PromptFormat } from './promptTemplate.ts';

const formatsByEnding: readonly (readonly [ending: string, format: PromptFormat])[] = [
  ['.prompty', 'prompty'],
  ['.prompt', 'dotprompt'],
  ['.prompt.yml', 'prompt-yml'],
  ['.prompt.yaml', 'prompt-yml'],
  ['.prompt.md', 'prompt-md'],
];

/** The format that a file's name says; every other name is plain text. */
export function promptFormatOf(file: string): PromptFormat {
  return namedFormat(file) ?? 'plain';
}

/** Whether a file's name alone says that it is a prompt. Plain `.md` and `.txt` files can be prompts too, but need not be. */
export function isPromptFile(file: string): boolean {
  return namedFormat(file) !== undefined;
}

function namedFormat(file: string): PromptFormat | undefined {
  const name = file.toLowerCase();
  return formatsByEnding.find(([ending]) => name.endsWith(ending))?.[1];
}
