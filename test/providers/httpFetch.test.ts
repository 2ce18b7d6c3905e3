import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpFetch } from '../../src/providers/httpFetch.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { startWireServer } from '../support/wireServer.ts';

describe('httpFetch', () => {
  it('sends body and headers and reads status, headers, text and JSON', async () => {
    const server = await startWireServer(() => ({ status: 418, headers: { 'x-a': 'b' }, body: { é: '漢' } }));
    try {
      const headers = new Headers({ 'X-Key': 'k' });
      const answer = await httpFetch(`${server.origin}/p`, { method: 'POST', headers, body: '{"ü": 1}' });
      assert.deepEqual([answer.status, answer.ok, answer.headers.get('X-A')], [418, false, 'b']);
      assert.equal(await answer.text(), '{"é":"漢"}');
      assert.deepEqual(await answer.json(), { é: '漢' });
      assert.equal(server.requests[0]?.headers['x-key'], 'k');
      assert.deepEqual(server.requests[0]?.body, { ü: 1 });
    } finally {
      await server.close();
    }
  });

  it('joins characters that are cut between packets', async () => {
    const bytes = Buffer.from('"漢字"');
    const server = http.createServer((_, outgoing) => {
      outgoing.write(bytes.subarray(0, 2), () => setImmediate(() => outgoing.end(bytes.subarray(2))));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const answer = await httpFetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      assert.equal(await answer.json(), '漢字');
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('keeps the connection for the next call', async () => {
    const ports = new Set<number | undefined>();
    const server = http.createServer((incoming, outgoing) => {
      ports.add(incoming.socket.remotePort);
      outgoing.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      for (let call = 0; call < 3; call++) {
        await httpFetch(url, { method: 'POST', body: '{}' });
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(ports.size, 1);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('rejects with an AbortError when aborted, before and during the call', async () => {
    const controller = new AbortController();
    const server = await startWireServer(() => {
      controller.abort();
      return { fault: 'hang' };
    });
    try {
      const { signal } = controller;
      assert.equal((await caughtFrom(httpFetch(server.origin, { signal }), Error)).name, 'AbortError');
      assert.equal((await caughtFrom(httpFetch(server.origin, { signal }), Error)).name, 'AbortError');
      assert.equal(server.requests.length, 1);
    } finally {
      await server.close();
    }
  });

  it('leaves no listener on the signal', async () => {
    const server = await startWireServer(() => ({ body: {} }));
    try {
      const { signal } = new AbortController();
      const call = httpFetch(server.origin, { signal });
      assert.equal(getEventListeners(signal, 'abort').length, 1);
      await call;
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    } finally {
      await server.close();
    }
  });

  it('sends text only', () => {
    assert.throws(() => httpFetch('http://127.0.0.1', { method: 'POST', body: new Uint8Array(1) }), TypeError);
  });
});
