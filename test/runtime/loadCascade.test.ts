import assert from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { OpenAI } from 'openai';
import { CallError } from '../../src/core/models/callError.ts';
import { MissingKeyError } from '../../src/core/models/keyVariables.ts';
import { MissingVariableError } from '../../src/core/prompts/missingVariableError.ts';
import { RoutingConfigError } from '../../src/core/routing/readRoutingConfig.ts';
import { PromptFileError } from '../../src/node/loadPrompt.ts';
import { echoModels } from '../../src/providers/sample/sampleModel.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import type { CascadeEvent } from '../../src/runtime/cascade.ts';
import { PathTimeoutError, PromptChangedError, StagesFailedError } from '../../src/runtime/errors.ts';
import { type LoadCascadeOptions, loadCascade } from '../../src/runtime/loadCascade.ts';
import { BIG, cascadeConfig, cascadeFolder, cascadeStages, NANO, stageFor } from '../support/cascadeFolder.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { startWireServer, type WireReply } from '../support/wireServer.ts';

/** Answers with the first word of the ticket, with P(T) 0.9. */
let server: SampleServer;
const asked: string[] = [];

before(async () => {
  server = await startSampleServer({
    models: echoModels(['gpt-4.1-nano', 'gpt-4o']),
    onRequest: ({ body }) => asked.push((body as { model: string }).model),
  });
});
beforeEach(() => {
  asked.length = 0;
});
after(async () => {
  await server.close();
  removeProfileFolders();
});

const here = (options: LoadCascadeOptions = {}): LoadCascadeOptions => ({
  baseURLs: { openai: `${server.url}/v1` },
  ...options,
});
const sure = { kind: 'cascade', stages: cascadeStages(0.8) } as const;
const unsure = { kind: 'cascade', stages: cascadeStages(0.95) } as const;

describe('loadCascade', () => {
  it('renders the prompt, asks the stage, and says what it cost', async () => {
    const cascade = await loadCascade(cascadeFolder().config, here());
    const result = await cascade.run({ text: 'billing ticket 17' });
    assert.equal(cascade.name, 'sort');
    assert.equal(result.output, 'billing');
    assert.equal(result.model, NANO);
    assert.equal(result.reason, 'only stage');
    assert.ok(result.costUSD !== undefined && result.costUSD > 0);
    assert.ok(result.usage.inputTokens > 0 && result.usage.outputTokens > 0);
  });

  it('keeps a sure answer and escalates an unsure one', async () => {
    const first = await (await loadCascade(cascadeFolder(sure).config, here())).run({ text: 'login ticket' });
    assert.deepEqual([first.model, first.reason, asked], [NANO, 'score', ['gpt-4.1-nano']]);
    assert.ok(Math.abs((first.signals['tokenProbability'] ?? 0) - 0.9) < 1e-9);
    asked.length = 0;
    const second = await (await loadCascade(cascadeFolder(unsure).config, here())).run({ text: 'login ticket' });
    assert.deepEqual([second.model, second.reason, asked], [BIG, 'last stage', ['gpt-4.1-nano', 'gpt-4o']]);
    assert.equal(second.path.length, 2);
  });

  it('decides by what answers say where the config does', async () => {
    const weights = { 'label:login': -10 };
    const accept = { score: { atLeast: 0, bias: 1, weights } };
    const equivalence = { name: 'label', reason: 'asked for', labels: ['login', 'billing'] };
    const evidence = { ...cascadeConfig().evidence, equivalence };
    const stages = [stageFor(NANO, { accept, share: 0.5 }), stageFor(BIG, { share: 0.5 })];
    const cascade = await loadCascade(cascadeFolder({ kind: 'cascade', stages, evidence }).config, here());
    assert.equal((await cascade.run({ text: 'login ticket' })).model, BIG);
    assert.equal((await cascade.run({ text: 'billing ticket' })).model, NANO);
  });

  it('compares JSON by the fields, and numbers by the tolerance, that the profile compared by', async () => {
    const fields = [{ pointer: '/p', rule: 'numeric', tolerance: { absolute: 1 } } as const];
    const equivalence = { name: 'json', reason: 'asked for', fields };
    const accept = { score: { atLeast: 0, bias: -1, weights: { [`agrees:${NANO}`]: 2 } } };
    const stages = [
      stageFor(NANO, { share: 0.3 }),
      stageFor('openai/gpt-4o-mini', { share: 0.3, accept }),
      stageFor(BIG),
    ];
    const evidence = { ...cascadeConfig().evidence, equivalence };
    const folder = cascadeFolder({
      kind: 'cascade',
      stages: stages.map((stage) => ({ ...stage, share: 1 / 3 })),
      evidence,
    });
    const says = (content: string) => ({ body: { choices: [{ message: { content }, finish_reason: 'stop' }] } });
    const modelFor = async (second: string) => {
      const replies: Readonly<Record<string, WireReply>> = {
        'gpt-4.1-nano': says('{"p": 5, "why": "a"}'),
        'gpt-4o-mini': says(second),
      };
      const wire = await startWireServer(({ body }) => replies[String(body['model'])] ?? says('{}'));
      try {
        const cascade = await loadCascade(folder.config, { baseURLs: { openai: `${wire.origin}/v1` } });
        return (await cascade.run({ text: 'x' })).model;
      } finally {
        await wire.close();
      }
    };
    assert.equal(await modelFor('{"p": 6, "why": "b"}'), 'openai/gpt-4o-mini');
    assert.equal(await modelFor('{"p": 7, "why": "a"}'), BIG);
  });

  it('splits a mix by the input alone, the same every time', async () => {
    const stages = [stageFor(NANO, { share: 0.5 }), stageFor(BIG, { share: 0.5 })];
    const { config } = cascadeFolder({ kind: 'mix', stages });
    const modelsOf = async () => {
      const cascade = await loadCascade(config, here());
      const results = await Promise.all(
        Array.from({ length: 40 }, (_, index) => cascade.run({ text: `bug ${index}` })),
      );
      return results.map(({ model }) => model);
    };
    const first = await modelsOf();
    assert.deepEqual(await modelsOf(), first);
    const share = first.filter((model) => model === NANO).length;
    assert.ok(8 < share && share < 32, `${share} of 40 went to the first stage`);
  });

  it('takes clients of the caller, and no key of its own then', async () => {
    const openai = new OpenAI({ apiKey: 'sk-own', baseURL: `${server.url}/v1`, maxRetries: 5 });
    const cascade = await loadCascade(cascadeFolder().config, { clients: { openai } });
    assert.equal((await cascade.run({ text: 'bug report' })).output, 'bug');
  });

  it('leaves the cost unknown where the price is, and says so; own prices mend it', async () => {
    const stages = [stageFor('compatible:box/llama')];
    const models = echoModels(['llama']);
    const box = await startSampleServer({ models });
    try {
      const { config } = cascadeFolder({ stages });
      const options = { baseURLs: { box: `${box.url}/v1` } };
      const unpriced = await loadCascade(config, options);
      assert.match(unpriced.warnings.join(), /price of compatible:box\/llama is unknown/);
      assert.equal((await unpriced.run({ text: 'bug' })).costUSD, undefined);
      const prices = { 'compatible:box/llama': { inputUSDPer1M: 0, outputUSDPer1M: 1e6 } };
      assert.equal((await (await loadCascade(config, { ...options, prices })).run({ text: 'bug' })).costUSD, 1);
    } finally {
      await box.close();
    }
  });

  it('sends plain messages as they are', async () => {
    const cascade = await loadCascade(cascadeFolder().config, here());
    const result = await cascade.runMessages([{ role: 'user', content: 'refund please' }]);
    assert.equal(result.output, 'refund');
  });
});

describe('Cascade.run streaming', () => {
  const pieces: string[] = [];
  const onText = (piece: string) => pieces.push(piece);
  beforeEach(() => {
    pieces.length = 0;
  });

  it('gives the pieces of a last stage as they come, with usage and cost in the end', async () => {
    const stages = [stageFor(BIG, { parameters: { maxOutputTokens: 50 } })];
    const cascade = await loadCascade(cascadeFolder({ stages }).config, here());
    const result = await cascade.run({ text: 'unaffordability matters' }, { onText });
    assert.ok(pieces.length > 1, pieces.join('|'));
    assert.equal(pieces.join(''), result.output);
    assert.equal(result.output, 'unaffordability');
    assert.ok(result.costUSD !== undefined && result.costUSD > 0);
  });

  it('does not take an error of the program for one of the provider', async () => {
    const stages = [stageFor(BIG, { parameters: { maxOutputTokens: 50 } })];
    const cascade = await loadCascade(cascadeFolder({ stages }).config, here());
    const fault = new TypeError('of the program');
    const onText = () => {
      throw fault;
    };
    await assert.rejects(cascade.run({ text: 'bug' }, { onText }), (error) => error === fault);
  });

  it("gives an earlier stage's answer at once, when it is kept", async () => {
    const cascade = await loadCascade(cascadeFolder(sure).config, here());
    const result = await cascade.run({ text: 'unaffordability matters' }, { onText });
    assert.deepEqual(pieces, [result.output]);
    assert.equal(result.model, NANO);
  });
});

describe('Cascade.run when a provider fails', () => {
  const completion = (content: string, logprobs: unknown = null) => ({
    body: {
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', logprobs }],
      usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 },
    },
  });

  /** A cascade over a server that replies by model. */
  async function withReplies<T>(
    replies: Readonly<Record<string, WireReply>>,
    options: LoadCascadeOptions,
    work: (cascade: Awaited<ReturnType<typeof loadCascade>>, requests: () => number) => Promise<T>,
  ): Promise<T> {
    const wire = await startWireServer(({ body }) => replies[String(body['model'])] ?? { status: 404 });
    try {
      const baseURLs = { openai: `${wire.origin}/v1` };
      const cascade = await loadCascade(cascadeFolder(sure).config, { baseURLs, attempts: 1, ...options });
      return await work(cascade, () => wire.requests.length);
    } finally {
      await wire.close();
    }
  }

  const down: WireReply = { status: 500, body: { error: { message: 'down' } } };

  it('goes on to the next stage, and says so', async () => {
    const events: CascadeEvent[] = [];
    const options = { onEvent: (event: CascadeEvent) => events.push(event) };
    await withReplies({ 'gpt-4.1-nano': down, 'gpt-4o': completion('bug') }, options, async (cascade) => {
      const result = await cascade.run({ text: 'x' });
      assert.equal(result.output, 'bug');
      assert.match(result.path[0]?.why ?? '', /500/);
      assert.deepEqual(
        events.map(({ type }) => type),
        ['asking', 'failed', 'asking', 'answered', 'done'],
      );
    });
  });

  it('ends with an error where that is asked for', async () => {
    await withReplies({ 'gpt-4.1-nano': down }, { onFailure: 'error' }, async (cascade) => {
      const error = await caughtFrom(cascade.run({ text: 'x' }), StagesFailedError);
      assert.ok(error.cause instanceof CallError);
    });
  });

  it('does not know the cost after an attempt that may have been billed', async () => {
    const replies = { 'gpt-4.1-nano': { fault: 'refuse' }, 'gpt-4o': completion('bug') } as const;
    await withReplies(replies, {}, async (cascade) => {
      const result = await cascade.run({ text: 'x' });
      assert.equal(result.output, 'bug');
      assert.equal(result.costUSD, undefined);
    });
  });

  it('has a time limit for the whole path', async () => {
    await withReplies({ 'gpt-4.1-nano': { fault: 'hang' } }, { timeoutMs: 50 }, async (cascade) => {
      const error = await caughtFrom(cascade.run({ text: 'x' }), PathTimeoutError);
      assert.match(error.message, /within 0\.05 s/);
    });
  });

  it("stops when the caller does, for the caller's reason", async () => {
    await withReplies({ 'gpt-4.1-nano': { fault: 'hang' } }, {}, async (cascade) => {
      const reason = new Error('enough');
      const stop = new AbortController();
      const running = cascade.run({ text: 'x' }, { signal: stop.signal });
      stop.abort(reason);
      await assert.rejects(running, (error) => error === reason);
    });
  });

  it('takes an empty answer for an answer, which is never sure', async () => {
    const replies = { 'gpt-4.1-nano': completion(''), 'gpt-4o': completion('') };
    await withReplies(replies, {}, async (cascade, requests) => {
      const result = await cascade.run({ text: 'x' });
      assert.deepEqual([result.output, result.model, result.reason, requests()], ['', BIG, 'last stage', 2]);
    });
  });

  const broken: readonly (readonly [name: string, logprobs: unknown])[] = [
    ['a list', [1]],
    ['no list', { content: 'x' }],
    ['a gap', { content: [{ token: 'bug', logprob: null }] }],
    ['text for numbers', { content: [{ token: 'bug', logprob: '-0.1' }] }],
  ];
  for (const [name, logprobs] of broken) {
    it(`takes malformed log-probabilities (${name}) for none and escalates`, async () => {
      const replies = { 'gpt-4.1-nano': completion('bug', logprobs), 'gpt-4o': completion('login') };
      await withReplies(replies, {}, async (cascade) => {
        const result = await cascade.run({ text: 'x' });
        assert.equal(result.model, BIG);
        assert.equal(result.path[0]?.tokenProbability, undefined);
      });
    });
  }

  it('reports spans in the shape of OpenTelemetry', async () => {
    const log: string[] = [];
    const tracer = {
      startSpan(name: string) {
        log.push(`start ${name}`);
        return {
          setAttribute: (key: string) => log.push(key),
          recordException: (error: Error) => log.push(`exception ${error.name}`),
          end: () => log.push(`end ${name}`),
        };
      },
    };
    await withReplies({ 'gpt-4.1-nano': down, 'gpt-4o': completion('bug') }, { tracer }, async (cascade) => {
      await cascade.run({ text: 'x' });
    });
    assert.deepEqual(log.slice(0, 4), [
      'start downtier.run',
      `start chat ${NANO}`,
      'exception CallError',
      `end chat ${NANO}`,
    ]);
    assert.ok(log.includes('gen_ai.usage.output_tokens'));
    assert.equal(log.at(-1), 'end downtier.run');
  });

  it('lets a student answer, or learn from what the cascade says', async () => {
    const learned: string[] = [];
    const student = {
      decide: (text: string) =>
        text === 'known'
          ? ({ kind: 'answer', output: 'bug' } as const)
          : ({
              kind: 'ask',
              learn: (output: string) => learned.push(output),
              lose: () => learned.push('lost'),
            } as const),
    };
    const spans: string[] = [];
    const span = { setAttribute: () => undefined, recordException: () => undefined, end: () => spans.push('end') };
    const tracer = {
      startSpan(name: string) {
        spans.push(name);
        return span;
      },
    };
    await withReplies({ 'gpt-4o': completion('login') }, { student, tracer }, async (cascade, requests) => {
      const known = await cascade.run({ text: 'known' });
      assert.deepEqual([known.output, known.model, known.reason, known.costUSD], ['bug', 'student', 'student', 0]);
      assert.equal(requests(), 0);
      assert.deepEqual(spans, ['downtier.run', 'end']);
      await cascade.run({ text: 'new' });
    });
    await withReplies({}, { student }, async (cascade) => {
      await assert.rejects(cascade.run({ text: 'new' }), StagesFailedError);
    });
    assert.deepEqual(learned, ['login', 'lost']);
  });
});

describe('loadCascade with what cannot be used', () => {
  const cases: readonly {
    readonly name: string;
    readonly config?: object;
    readonly text?: string;
    readonly options?: LoadCascadeOptions;
    readonly error: abstract new (...args: never[]) => Error;
    readonly says: RegExp;
  }[] = [
    { name: 'no JSON', text: '{', error: RoutingConfigError, says: /sort\.cascade\.json: this is not JSON/ },
    {
      name: 'a newer version',
      config: { ...cascadeConfig(), version: 3 },
      error: RoutingConfigError,
      says: /format version 3 and this Downtier reads up to 2\. Update/,
    },
    {
      name: 'a signal that is not known',
      config: cascadeConfig({
        kind: 'cascade',
        stages: [
          stageFor(NANO, { share: 0.5, accept: { score: { atLeast: 0, bias: 0, weights: { mood: 1 } } } }),
          stageFor(BIG, { share: 0.5 }),
        ],
      }),
      error: RoutingConfigError,
      says: /stage 1 decides by the signal "mood".*Update/,
    },
    {
      name: 'a comparison that is not known',
      config: cascadeConfig({ evidence: { ...cascadeConfig().evidence, equivalence: { name: 'smell', reason: '' } } }),
      error: RoutingConfigError,
      says: /compares outputs by "smell".*Update/,
    },
    {
      name: 'no prompt',
      config: cascadeConfig({ prompt: undefined }),
      error: RoutingConfigError,
      says: /names no prompt.*Profile the prompt itself/,
    },
    {
      name: 'a prompt that is not there',
      config: cascadeConfig({ prompt: { file: 'gone.prompty', sha256: '0'.repeat(64) } }),
      error: PromptFileError,
      says: /gone\.prompty does not exist; check its path/,
    },
    {
      name: 'a model id that is none',
      config: cascadeConfig({ stages: [stageFor('gpt-x')] }),
      error: Error,
      says: /"gpt-x" is not a model id.*Write openai\/MODEL/,
    },
    {
      name: 'no key',
      options: { baseURLs: { openai: 'https://api.openai.com/v1' } },
      error: MissingKeyError,
      says: /OPENAI_API_KEY/,
    },
  ];
  for (const { name, config, text, options, error, says } of cases) {
    it(`says of ${name} what to mend`, async () => {
      const folder = cascadeFolder();
      if (config || text) writeFileSync(folder.config, text ?? JSON.stringify(config));
      const key = process.env['OPENAI_API_KEY'];
      delete process.env['OPENAI_API_KEY'];
      try {
        assert.match((await caughtFrom(loadCascade(folder.config, options ?? here()), error)).message, says);
      } finally {
        if (key !== undefined) process.env['OPENAI_API_KEY'] = key;
      }
      assert.deepEqual(asked, []);
    });
  }

  it('says of a missing config to check the path', async () => {
    const folder = cascadeFolder();
    rmSync(folder.config);
    const error = await caughtFrom(loadCascade(folder.config, here()), RoutingConfigError);
    assert.match(error.message, /cannot be read; check its path/);
  });

  it('refuses a prompt that has changed, unless it is allowed', async () => {
    const folder = cascadeFolder();
    appendFileSync(folder.prompt, 'Be brief.\n');
    const error = await caughtFrom(loadCascade(folder.config, here()), PromptChangedError);
    assert.match(error.message, /sort\.prompty has changed since .*sort\.cascade\.json.*Profile the prompt again/);
    const cascade = await loadCascade(folder.config, here({ allowChangedPrompt: true }));
    assert.equal((await cascade.run({ text: 'bug' })).output, 'bug');
  });

  it('refuses inputs without a variable, before anything is sent', async () => {
    const cascade = await loadCascade(cascadeFolder().config, here());
    const error = await caughtFrom(cascade.run({ ticket: 'x' }), MissingVariableError);
    assert.match(error.message, /sort\.prompty uses the variable "text", but the row has the columns "ticket"/);
    assert.deepEqual(asked, []);
  });
});
