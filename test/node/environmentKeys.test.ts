import assert from 'node:assert/strict';
import { baseURLVariable, keyVariable, MissingKeyError } from '../../src/core/models/keyVariables.ts';
import { environmentKeys } from '../../src/node/environmentKeys.ts';

describe('environmentKeys', () => {
  const variables: readonly (readonly [account: string, key: string, baseURL: string])[] = [
    ['openai', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
    ['anthropic', 'ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'],
    ['openrouter', 'OPENROUTER_API_KEY', 'OPENROUTER_BASE_URL'],
    ['my-box_2', 'MY_BOX_2_API_KEY', 'MY_BOX_2_BASE_URL'],
  ];
  for (const [account, key, baseURL] of variables) {
    it(`reads ${key} and ${baseURL}`, () => {
      const keys = environmentKeys({ [key]: ' k1\n', [baseURL]: ' https://h/v1 ' });
      assert.deepEqual([keys.keyOf(account), keys.baseURLOf(account)], ['k1', 'https://h/v1']);
      assert.deepEqual([keyVariable(account), baseURLVariable(account)], [key, baseURL]);
    });
  }

  it('takes an empty variable for none', () => {
    const keys = environmentKeys({ OPENAI_API_KEY: '', OPENAI_BASE_URL: '  ' });
    assert.deepEqual(
      [keys.keyOf('openai'), keys.baseURLOf('openai'), keys.keyOf('groq')],
      [undefined, undefined, undefined],
    );
  });
});

describe('MissingKeyError', () => {
  it('names the variable to set', () => {
    const error = new MissingKeyError('my-box');
    assert.equal(error.message, 'There is no API key for my-box: set the environment variable MY_BOX_API_KEY.');
    assert.deepEqual([error.account, error.variable, error.blame], ['my-box', 'MY_BOX_API_KEY', 'input']);
  });
});
