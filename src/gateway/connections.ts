import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The connections of a server, so that it can end although clients hold some open: Node's own `close` waits for those on which no request has come
 * yet, and stops watching for requests that do not come whole.
 */
export class Connections {
  readonly #open = new Set<Socket>();
  readonly #underWay = new Set<ServerResponse>();
  #isClosing = false;

  /** Call before the server has any other listener: those may answer at once. */
  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
    server.on('request', (_, response) => this.#begin(response));
  }

  /** From now on connections end with their answers. Those without a request end at once, those whose request is still coming in `clientTimeoutMs`. */
  close(clientTimeoutMs: number): void {
    this.#isClosing = true;
    for (const response of this.#underWay) if (!response.headersSent) response.setHeader('connection', 'close');
    for (const socket of this.#open) if (!this.#isBusy(socket)) socket.destroy();
    const cutHalfSent = () => {
      for (const { req } of this.#underWay) if (!req.complete) req.socket.destroy();
    };
    setTimeout(cutHalfSent, clientTimeoutMs).unref();
  }

  #begin(response: ServerResponse): void {
    const { socket } = response.req;
    if (this.#isClosing) response.setHeader('connection', 'close');
    this.#underWay.add(response);
    response.once('close', () => {
      this.#underWay.delete(response);
      // It may have promised, before the closing began, to be kept alive.
      if (this.#isClosing && !this.#isBusy(socket)) socket.destroySoon();
    });
  }

  #isBusy(socket: Socket): boolean {
    return [...this.#underWay].some(({ req }) => req.socket === socket);
  }
}
