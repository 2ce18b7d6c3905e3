import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** The simplest load balancer: the next connection goes to the next address. */
export async function startRoundRobin(origins: readonly string[]): Promise<{
  readonly origin: string;
  /** Connections so far, by address. */
  readonly connections: readonly number[];
  close(): void;
}> {
  const connections = origins.map(() => 0);
  const sockets = new Set<Socket>();
  let next = 0;
  const server = net.createServer((client) => {
    const index = next++ % origins.length;
    connections[index] = (connections[index] ?? 0) + 1;
    const { port, hostname } = new URL(origins[index] ?? '');
    const upstream = net.connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy()).once('close', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
