import { writeFileSync } from 'node:fs';
import { inputTypes } from '../core/prompts/inputTypes.ts';
import { readCascade } from '../runtime/cascadeSource.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** Prints, or writes, TypeScript types of what the config's prompt takes. */
export async function writeTypes(
  configFile: string,
  { out }: { readonly out?: string },
  terminal: Terminal,
): Promise<void> {
  const { name, template, columns } = await readCascade(configFile, { allowChangedPrompt: true });
  const text = inputTypes(name, template, columns);
  if (out === undefined) terminal.out(text);
  else if (!/\.d\.[cm]?ts$|\.[cm]?ts$/.test(out))
    throw new UsageError(`--out takes a TypeScript file, for example ${name}.inputs.d.ts, got "${out}".`);
  else writeOut(out, text);
}

function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The types cannot be written to ${file} (${why}). Choose another --out.`, { cause });
  }
}
