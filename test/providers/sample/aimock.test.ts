import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { type ErrorFault, type Fault, rateLimited } from '../../../src/providers/sample/fault.ts';
import { type SampleServer, startSampleServer } from '../../../src/providers/sample/sampleServer.ts';
import { shapeOf, union } from './shapeOf.ts';

/** What ours may have that the mock has not, and why. A path covers everything below it. */
const ourExtras: Readonly<Record<string, string>> = {
  'choices[].message.annotations': 'OpenAI sends it, empty when nothing was cited',
  'choices[].delta.refusal': 'OpenAI sends it with the role',
  service_tier: 'OpenAI says which tier served the request',
  'usage: null': 'OpenAI sends it in every chunk but the last when usage was asked for',
  'usage.prompt_tokens_details': 'the mock knows no cached tokens',
  'usage.completion_tokens_details': 'the mock knows no reasoning tokens',
  'content[].citations': 'required by the SDK’s type',
  'content_block.citations': 'required by the SDK’s type',
  stop_details: 'required by the SDK’s type',
  container: 'required by the SDK’s type',
  diagnostics: 'required by the SDK’s type',
  'message.stop_details': 'required by the SDK’s type',
  'message.container': 'required by the SDK’s type',
  'message.diagnostics': 'required by the SDK’s type',
  'delta.stop_details': 'required by the SDK’s type',
  'delta.container': 'required by the SDK’s type',
  ...Object.fromEntries(
    ['usage', 'message.usage'].flatMap((usage) =>
      [
        'cache_creation_input_tokens',
        'cache_read_input_tokens',
        'cache_creation',
        'output_tokens_details',
        'server_tool_use',
        'service_tier',
        'inference_geo',
        'speed',
      ].map((field) => [`${usage}.${field}`, 'required by the SDK’s type; the mock counts input and output only']),
    ),
  ),
  'usage.input_tokens': 'a stream’s last usage repeats it, by the SDK’s type',
  request_id: 'Anthropic’s errors carry it',
  'error.param: string': 'ours names the field at fault, the mock writes null',
  'error.code: string': 'ours has OpenAI’s code, the mock writes null',
  'error.code: null': 'OpenAI has no code for it, the mock makes one up',
  type: 'Anthropic’s errors are tagged; the mock forgets it on a body that is not JSON',
};

/** What the mock has that ours may lack, and why. */
const mockExtras: Readonly<Record<string, string>> = {
  'error.param: null': 'ours names the field at fault',
  'error.code: null': 'ours has OpenAI’s code',
  'error.code: string': 'the mock makes up a code for a body that is not JSON and for 5xx',
};

/** Paths that no entry covers; entries that cover one are noted as needed. */
function unexplained(
  paths: Iterable<string>,
  explained: Readonly<Record<string, string>>,
  needed: Set<string>,
): readonly string[] {
  return [...paths].filter((path) => {
    const entry = Object.keys(explained).find(
      (known) => path.startsWith(known) && /^$|^[:.[]/.test(path.slice(known.length)),
    );
    if (entry !== undefined) needed.add(entry);
    return entry === undefined;
  });
}

interface Question {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Heard {
  readonly status: number;
  readonly contentType: string;
  readonly shape: ReadonlySet<string>;
  /** Names of a stream's events in order, repetitions once. */
  readonly events: readonly string[];
}

async function ask(url: string, { path, body, headers }: Question): Promise<Heard> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  const contentType = (response.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
  const streamed = contentType === 'text/event-stream';
  const values = streamed
    ? [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data ?? '') as object)
    : [JSON.parse(text) as object];
  const names = [...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name ?? '');
  return {
    status: response.status,
    contentType,
    shape: union(...values.map((value) => shapeOf(value))),
    events: names.filter((name, index) => name !== names[index - 1] && name !== 'ping'),
  };
}

const messages = [{ role: 'user', content: 'feature_request please' }];
const openaiQuestion = (more: object = {}): Question => ({
  path: '/v1/chat/completions',
  body: JSON.stringify({ model: 'nano', messages, ...more }),
  headers: { authorization: 'Bearer k' },
});
const anthropicQuestion = (more: object = {}): Question => ({
  path: '/v1/messages',
  body: JSON.stringify({ model: 'nano', max_tokens: 50, messages, ...more }),
  headers: { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
});

describe('startSampleServer beside an independent mock', () => {
  let mock: LLMock;
  let server: SampleServer;
  let fault: Fault | undefined;
  const neededOfOurs = new Set<string>();
  const neededOfMock = new Set<string>();

  before(async () => {
    mock = new LLMock({ port: 0 });
    mock.onMessage(/./, { content: 'feature_request' });
    await mock.start();
    server = await startSampleServer({ faults: () => fault });
  });
  after(async () => {
    await mock.stop();
    await server.close();
  });
  beforeEach(() => {
    fault = undefined;
  });

  const cases: readonly {
    readonly name: string;
    readonly question: Question;
    readonly fault?: ErrorFault;
  }[] = [
    { name: 'a chat completion', question: openaiQuestion() },
    { name: 'a stream of chunks', question: openaiQuestion({ stream: true }) },
    {
      name: 'a stream of chunks with usage',
      question: openaiQuestion({ stream: true, stream_options: { include_usage: true } }),
    },
    { name: 'OpenAI’s 400 for a body that is not JSON', question: { ...openaiQuestion(), body: '{bad' } },
    { name: 'OpenAI’s 400 for missing messages', question: { ...openaiQuestion(), body: '{"model":"nano"}' } },
    { name: 'OpenAI’s 429', question: openaiQuestion(), fault: { kind: 'error', status: 429 } },
    { name: 'OpenAI’s 500', question: openaiQuestion(), fault: { kind: 'error', status: 500 } },
    { name: 'a message', question: anthropicQuestion() },
    { name: 'a stream of message events', question: anthropicQuestion({ stream: true }) },
    { name: 'Anthropic’s 400 for a body that is not JSON', question: { ...anthropicQuestion(), body: '{bad' } },
    { name: 'Anthropic’s 401', question: anthropicQuestion(), fault: { kind: 'error', status: 401 } },
    { name: 'Anthropic’s 429', question: anthropicQuestion(), fault: { kind: 'error', status: 429 } },
    { name: 'Anthropic’s 529', question: anthropicQuestion(), fault: { kind: 'error', status: 529 } },
  ];
  for (const { name, question, fault: asked } of cases)
    it(`has the same keys and types in ${name}`, async () => {
      fault = asked;
      if (asked) mock.nextRequestError(asked.status, { message: 'as asked', type: 'some_error' });
      const [ours, theirs] = [await ask(server.url, question), await ask(mock.url, question)];
      assert.equal(ours.status, theirs.status);
      assert.equal(ours.contentType, theirs.contentType);
      assert.deepEqual(ours.events, theirs.events);
      assert.ok(theirs.shape.size > 0);
      const onlyOurs = [...ours.shape].filter((path) => !theirs.shape.has(path));
      const onlyTheirs = [...theirs.shape].filter((path) => !ours.shape.has(path));
      assert.deepEqual(unexplained(onlyOurs, ourExtras, neededOfOurs), []);
      assert.deepEqual(unexplained(onlyTheirs, mockExtras, neededOfMock), []);
    });

  it('sends the same rate-limit headers with a 429', async () => {
    fault = rateLimited(1000);
    mock.nextRequestError(429, { message: 'as asked', type: 'some_error' });
    const { path, body } = openaiQuestion();
    const heard = [];
    for (const url of [server.url, mock.url]) heard.push(await fetch(url + path, { method: 'POST', body }));
    for (const name of ['retry-after', 'x-ratelimit-remaining-requests'])
      assert.equal(heard[0]?.headers.get(name), heard[1]?.headers.get(name), name);
    for (const name of ['x-ratelimit-limit-requests', 'x-ratelimit-reset-requests', 'x-request-id'])
      for (const response of heard) assert.ok(response.headers.get(name), name);
  });

  it('needs every exception that is listed', () => {
    assert.deepEqual([...neededOfOurs].sort(), Object.keys(ourExtras).sort());
    assert.deepEqual([...neededOfMock].sort(), Object.keys(mockExtras).sort());
  });
});
