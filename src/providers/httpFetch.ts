import http from 'node:http';
import https from 'node:https';

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

/**
 * The `fetch` given to the model SDKs: one JSON request, one whole answer, over kept-alive connections. Built into Node is a
 * general one that takes twice the processor time a call, and that time bounds how fast many calls can be made.
 * It follows no redirect (a key is sent to no other host) and asks for no compression. The body is read before the promise
 * resolves, so the SDK's time limit covers it. Rejects when the connection fails, is cut, or `init.signal` is aborted.
 */
export function httpFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const secure = url.protocol === 'https:';
  const body = init.body ?? '';
  if (typeof body !== 'string') throw new TypeError('httpFetch sends text bodies only');
  const headers: Record<string, string | number> = Object.fromEntries(new Headers(init.headers));
  headers['content-length'] = Buffer.byteLength(body);

  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(
      url,
      { method: init.method ?? 'GET', headers, agent: secure ? agents.https : agents.http },
      (message) => readAnswer(message, resolve, reject),
    );
    const signal = init.signal;
    const abort = () => request.destroy(abortError());
    signal?.addEventListener('abort', abort, { once: true });
    request.once('error', reject);
    request.once('close', () => signal?.removeEventListener('abort', abort));
    if (signal?.aborted) abort();
    else request.end(body);
  });
}

function readAnswer(
  message: http.IncomingMessage,
  resolve: (answer: Response) => void,
  reject: (error: Error) => void,
) {
  let text = '';
  message.setEncoding('utf8');
  message.on('data', (chunk: string) => {
    text += chunk;
  });
  message.once('error', reject);
  message.once('end', () => resolve(wholeAnswer(message, text)));
}

/** What the SDKs use of a `Response`; a real one takes a tenth of a millisecond to build. */
function wholeAnswer(message: http.IncomingMessage, text: string): Response {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, String(value));
  const answer: Partial<Response> = {
    status,
    ok: 200 <= status && status < 300,
    statusText: message.statusMessage ?? '',
    headers,
    url: '',
    body: null,
    text: async () => text,
    json: async () => JSON.parse(text) as unknown,
  };
  return answer as Response;
}

/** The name by which the SDKs tell a cancelled request from a broken one. */
function abortError(): Error {
  return new DOMException('the request was aborted', 'AbortError');
}
