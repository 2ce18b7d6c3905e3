import { z } from 'zod';
import type { Refusal } from './wireFormat.ts';

/** Text as both APIs take it: a string, or a list of text parts. */
export const textContent = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join('')),
]);

export const tokenLimit = z.int().min(1);

/** A 400 that names the first field which is not as the API wants it. */
export function refusalOf(error: z.ZodError): Refusal {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  const where = field === '' ? 'The body' : `'${field}'`;
  return { status: 400, message: `${where} is not valid: ${issue?.message}.`, ...(field === '' ? {} : { field }) };
}
