import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** Stands before a model server: notes each call, whether its answer has been passed on, and can hold back calls that are still to come. */
export async function startCountingProxy(target) {
  const calls = [];
  let passing = Promise.resolve();
  let release = () => undefined;
  const server = createServer(async (incoming, outgoing) => {
    const pieces = [];
    for await (const piece of incoming) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const call = { question: body.toString('utf8'), sent: false, answered: false };
    calls.push(call);
    await passing;
    if (incoming.socket.destroyed) return; // whoever asked has died meanwhile
    call.sent = true;
    const { method, headers, url } = incoming;
    const onward = request(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
      outgoing.once('finish', () => (call.answered = true));
    });
    onward.once('error', () => outgoing.destroy());
    onward.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    hold() {
      passing = new Promise((resolve) => (release = resolve));
    },
    release: () => release(),
    /** Nothing is on its way to the models or back. */
    get quiet() {
      return calls.every(({ sent, answered }) => answered || !sent);
    },
    get answered() {
      return calls.filter(({ answered }) => answered).length;
    },
    async stop() {
      release();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
