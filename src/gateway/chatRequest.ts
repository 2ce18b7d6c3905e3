import * as z from 'zod/mini';
import type { JsonValue } from '../core/jsonValue.ts';
import type { Message } from '../core/models/chatModel.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';
import { Refusal } from './refusal.ts';

const content = z.union([z.string(), z.array(z.object({ type: z.literal('text'), text: z.string() }))]);

const bodySchema = z.object({
  model: z.string(),
  messages: z.optional(z.array(z.object({ role: z.enum(['system', 'developer', 'user', 'assistant']), content }))),
  stream: z.nullish(z.boolean()),
  stream_options: z.nullish(z.object({ include_usage: z.nullish(z.boolean()) })),
  n: z.nullish(z.literal(1)),
  tools: z.nullish(z.array(z.unknown()).check(z.maxLength(0))),
  metadata: z.nullish(z.record(z.string(), z.string())),
  downtier: z.optional(z.object({ inputs: z.record(z.string(), z.unknown()) })),
});

type Body = z.infer<typeof bodySchema>;

export interface ChatRequestBody {
  readonly model: string;
  readonly messages: readonly Message[];
  /** For the prompt's variables. */
  readonly inputs: Readonly<Record<string, JsonValue>> | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

/**
 * Reads the body of a chat completion. Parameters such as the temperature are the config's: what a request says of them is passed over.
 * @throws Refusal
 */
export function readChatRequest(text: string): ChatRequestBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'invalid_json', 'The body is not JSON.');
  }
  const result = bodySchema.safeParse(value);
  if (result.success) return bodyOf(result.data);
  const path = result.error.issues[0]?.path ?? [];
  const where = path.length === 0 ? 'The body' : `The field "${path.join('.')}"`;
  throw new Refusal(
    400,
    'invalid_body',
    `${where} cannot be used. A request names a model and gives text messages, or {"downtier": {"inputs": {..}}}; no tools, one choice.`,
  );
}

function bodyOf({ model, messages = [], stream, stream_options, metadata, downtier }: Body): ChatRequestBody {
  return {
    model,
    messages: messages.map(({ role, content: said }) => ({
      role: role === 'developer' ? 'system' : role,
      content: typeof said === 'string' ? said : said.map(({ text }) => text).join(''),
    })),
    // It came as JSON, so its values are JSON.
    inputs: downtier?.inputs as ChatRequestBody['inputs'],
    metadata: metadata ?? {},
    stream: stream ?? false,
    includeUsage: stream_options?.include_usage ?? false,
  };
}

/**
 * The inputs that a request gives for a prompt: those it names as such, or metadata that has every variable the prompt needs. Undefined: its messages are to be
 * sent as they are.
 * @throws Refusal when there is nothing to send
 */
export function inputsFor(
  { usedVariables }: Pick<PromptTemplate, 'usedVariables'>,
  { inputs, metadata, messages }: ChatRequestBody,
): Readonly<Record<string, JsonValue>> | undefined {
  if (inputs) return inputs;
  const needed = usedVariables.filter(({ declaredDefault }) => declaredDefault === undefined).map(({ name }) => name);
  if (needed.length > 0 && needed.every((name) => Object.hasOwn(metadata, name))) return metadata;
  if (messages.length > 0) return undefined;
  throw new Refusal(
    400,
    'no_input',
    `There is nothing to send: give {"downtier": {"inputs": {..}}} with ${needed.map((name) => `"${name}"`).join(', ')}, or messages.`,
  );
}
