import { withoutNoncharacters } from './noncharacters.ts';
import { PromptSource } from './promptSource.ts';
import type { PromptReading, PromptTemplate } from './promptTemplate.ts';

/** Reads one format; what is wrong goes into the source's findings. */
export type PromptReader = (source: PromptSource) => PromptTemplate | undefined;

/** Never throws: what is wrong with the text is among the findings, and with an error there is no template. */
export function readWith(reader: PromptReader, file: string, text: string): PromptReading {
  const source = new PromptSource(file, withoutNoncharacters(text));
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    source.error('not-text', 'This is not a text file. Give a prompt file in UTF-8.', { start: nul, end: nul + 1 });
    return { template: undefined, findings: source.findings };
  }
  const template = reader(source);
  return { template, findings: source.findings };
}
