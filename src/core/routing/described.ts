import * as z from 'zod/mini';

/** The same schema, with a description for the JSON Schema made of it. The runtime, which makes none, is built with one that keeps none (`esbuild.mjs`). */
export function described<T extends z.core.$ZodType>(schema: T, description: string): T {
  z.globalRegistry.add(schema, { description });
  return schema;
}
