import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server answers, to the byte. */
export interface WireReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** `hang`: no answer ever. `cut`: half the body, then the connection ends. `refuse`: it ends before any byte. */
  readonly fault?: 'hang' | 'cut' | 'refuse';
}

export interface WireRequest {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface WireServer {
  readonly origin: string;
  /** Everything received so far, in order. */
  readonly requests: readonly WireRequest[];
  close(): Promise<void>;
}

/** A loopback server that replies what a test tells it to: for exact wire shapes and faults. */
export async function startWireServer(reply: (request: WireRequest, index: number) => WireReply): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const server = http.createServer((incoming, outgoing) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    incoming.on('end', () => {
      requests.push({ path: incoming.url ?? '', headers: incoming.headers, body: JSON.parse(text || '{}') });
      send(outgoing, reply(requests.at(-1) as WireRequest, requests.length - 1));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(outgoing: http.ServerResponse, { status = 200, headers = {}, body = '', fault }: WireReply): void {
  if (fault === 'hang') return;
  if (fault === 'refuse') return void outgoing.destroy();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  if (fault === 'cut') outgoing.write(text.slice(0, text.length / 2), () => outgoing.destroy());
  else outgoing.end(text);
}
