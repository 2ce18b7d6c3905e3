import type { ServerResponse } from 'node:http';
import type { Cascade } from '../runtime/cascade.ts';
import type { CascadeResult } from '../runtime/result.ts';
import { completionOf, costHeaders, lastChunks, type ReplyFrame, textChunk } from './chatReply.ts';
import { type ChatRequestBody, inputsFor } from './chatRequest.ts';
import { slowClientWatch } from './clientSide.ts';

export interface ChatCall {
  readonly cascade: Cascade;
  readonly request: ChatRequestBody;
  readonly frame: ReplyFrame;
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
  readonly clientTimeoutMs: number;
}

/** Takes a chat request through the cascade and writes the reply. Rejects, with nothing written, when there is no answer; a stream that has begun is cut. */
export async function answerChat(call: ChatCall): Promise<CascadeResult> {
  const { request, frame, response, clientTimeoutMs } = call;
  if (request.stream) return streamChat(call);
  const result = await run(call, undefined);
  const headers = { 'x-downtier-model': encodeURI(result.model), ...costHeaders(result) };
  const text = JSON.stringify(completionOf(frame, result));
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  const watch = slowClientWatch(response, clientTimeoutMs);
  response.end(text);
  watch();
  return result;
}

/** Who answers is known before the first piece; what it cost and the way it took come after the last one, as trailers and in the last chunk. */
async function streamChat(call: ChatCall): Promise<CascadeResult> {
  const { request, frame, response, clientTimeoutMs } = call;
  let begun = false;
  const watch = slowClientWatch(response, clientTimeoutMs);
  const write = (text: string) => {
    if (!response.write(text)) watch();
  };
  const result = await run(call, (piece, model) => {
    if (!begun) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // HTTP/1.0, which some load balancers speak, has no trailers.
        ...(response.useChunkedEncodingByDefault && { trailer: 'x-downtier-cost-usd, x-downtier-path' }),
        'x-downtier-model': encodeURI(model),
      });
    }
    write(textChunk(frame, piece, !begun));
    begun = true;
  });
  response.addTrailers(costHeaders(result));
  response.end(lastChunks(frame, result, request.includeUsage));
  watch();
  return result;
}

function run(
  { cascade, request, signal }: ChatCall,
  onText: ((piece: string, model: string) => void) | undefined,
): Promise<CascadeResult> {
  const inputs = inputsFor(cascade.template, request);
  return inputs ? cascade.run(inputs, { signal, onText }) : cascade.runMessages(request.messages, { signal, onText });
}
