import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { everyRequest, faultsInOrder, overloaded } from '../../../src/providers/sample/fault.ts';
import { echoModels } from '../../../src/providers/sample/sampleModel.ts';
import type { SampleRequestRecord } from '../../../src/providers/sample/sampleRequestRecord.ts';
import {
  type SampleServer,
  type SampleServerOptions,
  startSampleServer,
} from '../../../src/providers/sample/sampleServer.ts';
import { caughtFrom } from '../../support/caughtFrom.ts';
import { anthropicBody, anthropicClient, apiKey, openaiBody, openaiClient, reader } from './servedReader.ts';

describe('startSampleServer', () => {
  let server: SampleServer | undefined;
  const records: SampleRequestRecord[] = [];

  async function start(options: SampleServerOptions = {}): Promise<SampleServer> {
    records.length = 0;
    server = await startSampleServer({
      models: [reader],
      apiKey,
      onRequest: (record) => records.push(record),
      ...options,
    });
    return server;
  }
  afterEach(() => server?.close());

  const askOpenAI = ({ url }: SampleServer) => openaiClient(url).chat.completions.create(openaiBody);
  const askAnthropic = ({ url }: SampleServer) => anthropicClient(url).messages.create(anthropicBody);

  it('numbers calls in order of arrival and tells of each before answering', async () => {
    const calls = await start({ faults: faultsInOrder(undefined, overloaded) });
    await askOpenAI(calls);
    await caughtFrom(askAnthropic(calls), Anthropic.OverloadedError);
    await askAnthropic(calls);
    assert.equal(calls.requests, 3);
    assert.deepEqual(
      records.map(({ number, api }) => [number, api]),
      [
        [1, 'openai'],
        [2, 'anthropic'],
        [3, 'anthropic'],
      ],
    );
    assert.deepEqual(records[0]?.body, openaiBody);
    assert.equal(records[0]?.headers.authorization, `Bearer ${apiKey}`);
  });

  it('gives the same bytes for the same calls', async () => {
    const answer = async () => {
      const echo = await startSampleServer({ models: echoModels() });
      const body = JSON.stringify({ ...openaiBody, model: 'nano', logprobs: true, top_logprobs: 5 });
      const text = await (await fetch(`${echo.url}/v1/chat/completions`, { method: 'POST', body })).text();
      await echo.close();
      return text;
    };
    assert.equal(await answer(), await answer());
  });

  it('asks for no key where none is configured, and serves stand-ins where no models are given', async () => {
    server = await startSampleServer();
    const client = openaiClient(server.url, { apiKey: 'any' });
    const { choices } = await client.chat.completions.create({ ...openaiBody, model: 'sample/large' });
    assert.equal(choices[0]?.message.content, 'feature_request:');
  });

  it('answers a body that is not JSON, an unknown path and a wrong method', async () => {
    const { url } = await start();
    const headers = { authorization: `Bearer ${apiKey}` };
    const chat = `${url}/v1/chat/completions`;
    assert.equal((await fetch(chat, { method: 'POST', headers, body: '{"model":' })).status, 400);
    assert.equal((await fetch(chat, { headers })).status, 404);
    assert.equal((await fetch(`${url}/v2`, { method: 'POST', headers, body: '{}' })).status, 404);
    assert.equal(records.length, 1);
    assert.equal(records[0]?.body, undefined);
  });

  it('shows what a model threw', async () => {
    const broken = { name: 'sample/reader', classify: () => assert.fail('model broke') };
    const error = await caughtFrom(askOpenAI(await start({ models: [broken] })), OpenAI.InternalServerError);
    assert.match(error.message, /model broke/);
  });

  it('holds answers back for its latency, and lets go of them when it closes', async () => {
    const slow = await start({ latencyMs: 3_600_000 });
    const hasty = openaiClient(slow.url, { timeout: 20 }).chat.completions.create(openaiBody);
    await caughtFrom(hasty, OpenAI.APIConnectionTimeoutError);
    const pending = caughtFrom(askOpenAI(slow), OpenAI.APIConnectionError);
    while (records.length < 2) await new Promise(setImmediate);
    await slow.close();
    await pending;
  });

  it('closes more than once, and frees its port', async () => {
    const first = await start({ faults: everyRequest(overloaded) });
    await Promise.all([first.close(), first.close()]);
    const port = Number(new URL(first.url).port);
    server = await startSampleServer({ port });
    assert.equal(server.url, first.url);
    await caughtFrom(startSampleServer({ port }), Error);
  });
});
