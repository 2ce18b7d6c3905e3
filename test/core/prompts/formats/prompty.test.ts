import assert from 'node:assert/strict';
import type { Message } from '../../../../src/core/models/chatModel.ts';
import { readPrompt } from '../../../../src/core/prompts/readPrompt.ts';

const models: readonly (readonly [frontMatter: string, model: string | undefined])[] = [
  ['model: gpt-x', 'gpt-x'],
  ['model: openai/gpt-x', 'openai/gpt-x'],
  ['model: {id: gpt-x}', 'gpt-x'],
  ['model: {id: gpt-x, provider: openai}', 'openai/gpt-x'],
  ['model: {id: claude-x, provider: anthropic}', 'anthropic/claude-x'],
  ['model: {id: org/gpt-x, provider: openai}', 'org/gpt-x'],
  ['model: {id: gpt-x, provider: foundry}', 'gpt-x'],
  ['model: {configuration: {type: azure_openai, azure_deployment: d}}', 'd'],
  ['model: {configuration: {type: openai, name: gpt-x}}', 'gpt-x'],
  ['model: {configuration: {type: serverless, model: m}}', 'm'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference as front matter has it.
  ['model: {configuration: {type: openai, name: "${env:MODEL}"}}', undefined],
  ['model: {api: chat}', undefined],
  ['name: no model', undefined],
];

const roles: readonly (readonly [body: string, messages: readonly Message[]])[] = [
  ['Just text', [{ role: 'user', content: 'Just text' }]],
  ['user: in line', [{ role: 'user', content: 'user: in line' }]],
  [
    'SYSTEM:\na\n  # User :  \nb',
    [
      { role: 'system', content: 'a' },
      { role: 'user', content: 'b' },
    ],
  ],
  [
    'before\nuser:\nb',
    [
      { role: 'system', content: 'before' },
      { role: 'user', content: 'b' },
    ],
  ],
  [
    'developer:\na\nassistant:\nb',
    [
      { role: 'system', content: 'a' },
      { role: 'assistant', content: 'b' },
    ],
  ],
  [
    'user:\na\nuser:\nb',
    [
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
    ],
  ],
  ['user:\na\nassistant:\n', [{ role: 'user', content: 'a' }]],
  [
    '{% for t in [1, 2] %}\nuser:\n{{ t }}\nassistant:\nok\n{% endfor %}',
    [
      { role: 'user', content: '1' },
      { role: 'assistant', content: 'ok' },
      { role: 'user', content: '2' },
      { role: 'assistant', content: 'ok' },
    ],
  ],
];

describe('readPrompty', () => {
  for (const [frontMatter, model] of models) {
    it(`reads the model of ${frontMatter}`, () => {
      const { template, findings } = readPrompt('x.prompty', `---\n${frontMatter}\n---\nHello`);
      assert.ok(template, findings[0]?.message);
      assert.equal(template.model, model);
    });
  }

  for (const [body, messages] of roles) {
    it(`splits ${JSON.stringify(body)}`, async () => {
      const { template } = readPrompt('x.prompty', body);
      assert.deepEqual(await template?.render({}), messages);
    });
  }

  it('takes no default and no sample from a reference', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: references as front matter has them.
    const inputs = '  a: ${env:SECRET}\n  b: {default: "${file:b.txt}", sample: "${env:SECRET}"}\n  c: {sample: 1}';
    const { template } = readPrompt('x.prompty', `---\ninputs:\n${inputs}\n---\n{{ a }} {{ b }}`);
    assert.deepEqual(
      template?.usedVariables.map((variable) => variable.declaredDefault),
      [undefined, undefined],
    );
    assert.deepEqual(template.testData, [{ c: 1 }]);
  });
});
