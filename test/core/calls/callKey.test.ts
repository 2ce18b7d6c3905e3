import assert from 'node:assert/strict';
import { callKey } from '../../../src/core/calls/callKey.ts';
import type { ChatRequest, ModelParameters } from '../../../src/core/models/chatModel.ts';
import { sha256 } from '../../../src/node/sha256.ts';

interface Call {
  readonly model: string;
  readonly request: ChatRequest;
  readonly repeat: number;
}

const parameters: ModelParameters = { temperature: 0, maxOutputTokens: 16, stop: ['\n', '.'], responseFormat: 'json' };
const call: Call = {
  model: 'openai/gpt-x',
  request: {
    messages: [
      { role: 'system', content: 'Sort the ticket.' },
      { role: 'user', content: 'Où est ma facture ?' },
    ],
    parameters,
    logprobs: true,
  },
  repeat: 0,
};

const keyOf = ({ model, request, repeat }: Call) => callKey(sha256, model, request, repeat);
const withRequest = (changes: Partial<ChatRequest>): Call => ({ ...call, request: { ...call.request, ...changes } });
const withParameters = (changes: ModelParameters): Call => withRequest({ parameters: { ...parameters, ...changes } });
const withMessages = (...messages: ChatRequest['messages']): Call => withRequest({ messages });
const { temperature: _, ...withoutTemperature } = parameters;

describe('callKey', () => {
  it('is what it always was: another key would pay again for every answer in every journal', () => {
    assert.equal(keyOf(call), '4f276be8702adcfa1227f5947e732c1de1d7a411674be678ff8db8257b7c1116');
  });

  it('does not depend on the order in which parameters were set', () => {
    const { temperature = 0, maxOutputTokens = 0, stop = [], responseFormat = 'json' } = parameters;
    const reordered: ModelParameters = { responseFormat, stop, maxOutputTokens, temperature };
    assert.notDeepEqual(Object.keys(reordered), Object.keys(parameters));
    assert.equal(keyOf(withRequest({ parameters: reordered })), keyOf(call));
  });

  it('takes a parameter that is undefined for one that is absent', () => {
    const unset = { ...parameters, seed: undefined } as unknown as ModelParameters;
    assert.equal(keyOf(withRequest({ parameters: unset })), keyOf(call));
  });

  it('looks at nothing of a message but its role and content', () => {
    const messages = call.request.messages.map((message) => ({ ...message, line: 3 }));
    assert.equal(keyOf(withRequest({ messages })), keyOf(call));
  });

  const others: readonly (readonly [name: string, other: Call])[] = [
    ['another model', { ...call, model: 'openai/gpt-y' }],
    ['another provider', { ...call, model: 'compatible:box/gpt-x' }],
    ['a repeat', { ...call, repeat: 1 }],
    ['a second repeat', { ...call, repeat: 2 }],
    ['without log-probabilities', withRequest({ logprobs: false })],
    ['another role', withMessages({ role: 'user', content: 'Sort the ticket.' }, call.request.messages[1]!)],
    ['another content', withMessages(call.request.messages[0]!, { role: 'user', content: 'Où est ma facture ? ' })],
    ['another case', withMessages(call.request.messages[0]!, { role: 'user', content: 'où est ma facture ?' })],
    [
      'another Unicode form',
      withMessages(call.request.messages[0]!, { role: 'user', content: 'Où est ma facture ?'.normalize('NFD') }),
    ],
    ['another order of messages', withMessages(...[...call.request.messages].reverse())],
    ['a message less', withMessages(call.request.messages[1]!)],
    ['a message more', withMessages(...call.request.messages, { role: 'assistant', content: '' })],
    [
      'the same text cut into messages elsewhere',
      withMessages({ role: 'system', content: 'Sort the ticket' }, { role: 'user', content: '.Où est ma facture ?' }),
    ],
    ['no messages', withMessages()],
    ['another parameter value', withParameters({ temperature: 0.1 })],
    ['a parameter more', withParameters({ seed: 0 })],
    ['a parameter less', withRequest({ parameters: withoutTemperature })],
    ['no parameters', withRequest({ parameters: {} })],
    ['another order of stop texts', withParameters({ stop: ['.', '\n'] })],
    ['stop texts joined', withParameters({ stop: ['\n,.'] })],
    ['the same value under another name', withRequest({ parameters: { ...withoutTemperature, topP: 0 } })],
    ['another output limit', withParameters({ maxOutputTokens: 17 })],
  ];

  it('differs from every other call', () => {
    const names = new Map([[keyOf(call), 'the call itself']]);
    for (const [name, other] of others) {
      const key = keyOf(other);
      assert.equal(names.get(key), undefined, `${name} has the key of ${names.get(key)}`);
      names.set(key, name);
    }
  });
});
