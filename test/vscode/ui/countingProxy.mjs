import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** Stands before a model server and notes each call: what was asked, and when its answer had been passed on. */
export async function startCountingProxy(target) {
  const calls = [];
  const server = createServer(async (incoming, outgoing) => {
    const pieces = [];
    for await (const piece of incoming) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const call = { question: body.toString('utf8'), answeredAt: undefined };
    calls.push(call);
    const { method, headers, url } = incoming;
    const onward = request(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
      answer.once('end', () => (call.answeredAt = performance.now()));
    });
    onward.once('error', () => outgoing.destroy());
    onward.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
