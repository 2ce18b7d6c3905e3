import type OpenAI from 'openai';
import { z } from 'zod';
import { countTokens } from './answerTokens.ts';
import { refusalOf } from './bodySchema.ts';
import {
  jsonReply,
  type Reply,
  type ReplyRules,
  refuse,
  refusedAtOnce,
  type SampleRequest,
  spoilt,
  unknownModel,
} from './sampleReply.ts';

const requestBody = z.object({
  model: z.string(),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
});

/** OpenAI's embeddings, as numbers or base64. */
export function embeddingReplyTo(request: SampleRequest, rules: ReplyRules): Reply {
  const refused = refusedAtOnce(request, rules);
  if (refused) return refused;
  const parsed = requestBody.safeParse(request.body);
  if (!parsed.success) return refuse(request, refusalOf(parsed.error));
  const { model, input, encoding_format: format } = parsed.data;
  const embeddings = rules.embeddingsNamed(model);
  if (!embeddings) return refuse(request, unknownModel(model));
  const texts = [input].flat();
  const tokens = countTokens(texts.join(''));
  const vectors = request.fault?.kind === 'empty' ? [] : texts.map((text) => embeddings.embed(text));
  const body = {
    object: 'list',
    // As base64 it is a text, which the SDK's type leaves out.
    data: vectors.map((embedding, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? (base64Of(embedding) as never) : [...embedding],
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  } satisfies OpenAI.CreateEmbeddingResponse;
  return spoilt(jsonReply(body), request.fault);
}

function base64Of(embedding: readonly number[]): string {
  return Buffer.from(Float32Array.from(embedding).buffer).toString('base64');
}
