import assert from 'node:assert/strict';
import type { ChatRequest } from '../../src/core/models/chatModel.ts';
import { MissingKeyError } from '../../src/core/models/keyVariables.ts';
import { ModelIdError } from '../../src/core/models/modelId.ts';
import { createModel, type ModelSettings, ProviderUnavailableError } from '../../src/providers/createModel.ts';
import { EndpointError } from '../../src/providers/endpoint.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { startWireServer, type WireRequest, type WireServer } from '../support/wireServer.ts';

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'hello' }],
  parameters: { maxOutputTokens: 5 },
  logprobs: false,
};

const completion = {
  choices: [{ message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: 0.5 },
};
const message = {
  content: [{ type: 'text', text: 'hi' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 1 },
};

function settings(key: string | undefined, baseURL: string | undefined, asked: string[] = []): ModelSettings {
  return {
    keyOf: (account) => {
      asked.push(account);
      return key;
    },
    baseURLOf: () => baseURL,
  };
}

describe('createModel', () => {
  let server: WireServer;

  before(async () => {
    server = await startWireServer(({ path }) => ({ body: path.endsWith('/messages') ? message : completion }));
  });
  after(() => server.close());

  const lastRequest = () => server.requests.at(-1) as WireRequest;

  interface Route {
    readonly id: string;
    readonly canonical: string;
    readonly account: string;
    readonly path: string;
    readonly model: string;
    readonly limit: string;
  }
  const routes: readonly Route[] = [
    {
      id: 'openai:gpt-x',
      canonical: 'openai/gpt-x',
      account: 'openai',
      path: '/base/chat/completions',
      model: 'gpt-x',
      limit: 'max_completion_tokens',
    },
    {
      id: 'anthropic/claude-x',
      canonical: 'anthropic/claude-x',
      account: 'anthropic',
      path: '/base/v1/messages',
      model: 'claude-x',
      limit: 'max_tokens',
    },
    {
      id: 'compatible:ollama/qwen3:8b',
      canonical: 'compatible:ollama/qwen3:8b',
      account: 'ollama',
      path: '/base/chat/completions',
      model: 'qwen3:8b',
      limit: 'max_tokens',
    },
    {
      id: 'compatible:mybox/meta/llama',
      canonical: 'compatible:mybox/meta/llama',
      account: 'mybox',
      path: '/base/chat/completions',
      model: 'meta/llama',
      limit: 'max_tokens',
    },
  ];
  for (const { id, canonical, account, path, model, limit } of routes) {
    it(`sends ${id} to its server with its key`, async () => {
      const asked: string[] = [];
      const made = await createModel(id, settings('the-key', `${server.origin}/base/`, asked));
      assert.equal(made.id, canonical);
      assert.deepEqual(asked, [account]);
      const { answer } = await made.call(request, new AbortController().signal);
      assert.equal(answer.text, 'hi');
      assert.equal(answer.usage.reportedUSD, undefined);
      const { path: sentTo, headers, body } = lastRequest();
      assert.deepEqual([sentTo, body['model'], body[limit]], [path, model, 5]);
      assert.equal(headers.authorization, 'Bearer the-key');
    });
  }

  it('believes OpenRouter about what it charged, and asks it to say', async () => {
    const made = await createModel('compatible:openrouter/a/b', settings('k', server.origin));
    const { answer } = await made.call(request, new AbortController().signal);
    assert.equal(answer.usage.reportedUSD, 0.5);
    assert.deepEqual(lastRequest().body['usage'], { include: true });
  });

  for (const id of ['compatible:ollama/m', 'openai/m', 'anthropic/m']) {
    it(`needs no key for ${id} on this machine, and sends none`, async () => {
      for (const key of [undefined, '', ' ']) {
        const made = await createModel(id, settings(key, server.origin));
        await made.call(request, new AbortController().signal);
        assert.deepEqual(
          [lastRequest().headers.authorization, lastRequest().headers['x-api-key']],
          [undefined, undefined],
        );
      }
    });
  }

  it('tells nobody else the organisation and project of OpenAI', async () => {
    process.env['OPENAI_ORG_ID'] = 'org-secret';
    process.env['OPENAI_PROJECT_ID'] = 'proj-secret';
    try {
      const made = await createModel('compatible:mybox/m', settings('k', server.origin));
      await made.call(request, new AbortController().signal);
      assert.doesNotMatch(JSON.stringify(lastRequest().headers), /secret/);
    } finally {
      delete process.env['OPENAI_ORG_ID'];
      delete process.env['OPENAI_PROJECT_ID'];
    }
  });

  it('takes no key from the environment behind the back of its settings', async () => {
    const names = ['OPENAI_API_KEY', 'OPENAI_ADMIN_KEY', 'ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'];
    const saved = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) process.env[name] = 'secret-of-the-environment';
    try {
      for (const id of ['openai/m', 'anthropic/m']) {
        const made = await createModel(id, settings('k', server.origin));
        await made.call(request, new AbortController().signal);
        assert.doesNotMatch(JSON.stringify(lastRequest().headers), /secret/);
      }
    } finally {
      for (const [name, value] of saved) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  it('waits for a key that is kept elsewhere', async () => {
    const later = { ...settings(undefined, server.origin), keyOf: async () => 'stored' };
    const made = await createModel('openai/m', later);
    await made.call(request, new AbortController().signal);
    assert.equal(lastRequest().headers.authorization, 'Bearer stored');
  });

  const missing: readonly (readonly [id: string, variable: string])[] = [
    ['openai/gpt-x', 'OPENAI_API_KEY'],
    ['anthropic/claude-x', 'ANTHROPIC_API_KEY'],
    ['compatible:openrouter/a/b', 'OPENROUTER_API_KEY'],
  ];
  for (const [id, variable] of missing) {
    it(`asks for ${variable} when ${id} has no key`, async () => {
      const error = await caughtFrom(createModel(id, settings(undefined, undefined)), MissingKeyError);
      assert.equal(error.variable, variable);
    });
  }

  it('needs no base URL for the usual local servers', async () => {
    for (const server of ['ollama', 'llamacpp', 'vllm', 'lmstudio'])
      assert.equal(
        (await createModel(`compatible:${server}/m`, settings(undefined, undefined))).id,
        `compatible:${server}/m`,
      );
  });

  const refused: readonly (readonly [what: string, id: string, baseURL: string | undefined, why: RegExp])[] = [
    [
      'a server without a base URL',
      'compatible:mybox/m',
      undefined,
      /none is configured, and only ollama, .* Set MYBOX_BASE_URL\.$/,
    ],
    ['plain http to another machine', 'compatible:mybox/m', 'http://10.0.0.5/v1', /plain http to 10\.0\.0\.5/],
    ['plain http for OpenAI', 'openai/m', 'http://proxy.example.com/v1', /plain http to proxy\.example\.com/],
  ];
  for (const [what, id, baseURL, why] of refused) {
    it(`refuses ${what}`, async () => {
      const error = await caughtFrom(createModel(id, settings('k', baseURL)), EndpointError);
      assert.match(error.message, why);
    });
  }

  it('refuses a name from the prototype of its table', async () => {
    await caughtFrom(createModel('compatible:constructor/m', settings('k', undefined)), EndpointError);
  });

  it('refuses what is no model id, and a provider that is not wired in', async () => {
    await caughtFrom(createModel('gpt-x', settings('k', undefined)), ModelIdError);
    const error = await caughtFrom(createModel('sample/nano', settings('k', undefined)), ProviderUnavailableError);
    assert.equal(error.provider, 'sample');
  });
});
