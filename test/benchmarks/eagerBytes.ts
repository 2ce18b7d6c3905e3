import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Bytes of a built module and of all chunks that it loads as soon as it is imported; packages and what is imported on demand are not counted. */
export function eagerBytes(file: string, counted = new Set<string>()): number {
  if (counted.has(file)) return 0;
  counted.add(file);
  const code = readFileSync(file, 'utf8');
  const chunks = [...code.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)].map(([, path = '']) => join(dirname(file), path));
  return chunks.reduce((sum, chunk) => sum + eagerBytes(chunk, counted), Buffer.byteLength(code));
}
