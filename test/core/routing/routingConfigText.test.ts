import assert from 'node:assert/strict';
import { readRoutingConfig } from '../../../src/core/routing/readRoutingConfig.ts';
import { routingConfigText } from '../../../src/core/routing/routingConfigText.ts';
import { fullConfig, smallConfig } from './configs.ts';

describe('routingConfigText', () => {
  for (const [name, config] of Object.entries({ fullConfig, smallConfig })) {
    it(`reads back as the same config: ${name}`, () => {
      assert.deepEqual(readRoutingConfig('c.json', routingConfigText(config)), config);
    });

    it(`gives the same text whenever it is written, read and written again: ${name}`, () => {
      const text = routingConfigText(config);
      assert.equal(routingConfigText(structuredClone(config)), text);
      assert.equal(routingConfigText(readRoutingConfig('c.json', text)), text);
    });
  }

  it('is indented by two spaces and ends in one newline', () => {
    const text = routingConfigText(fullConfig);
    assert.match(text, /^\{\n {2}"\$schema": "[^"]+",\n {2}"version": 1,\n {2}"prompt": \{\n {4}"file"/);
    assert.match(text, /[^\n]\n$/);
    for (const line of text.split('\n')) {
      assert.equal((/^ */.exec(line)?.[0].length ?? 1) % 2, 0, line);
      assert.equal(line.trimEnd(), line);
    }
  });

  it('gives the keys in a fixed order', () => {
    const keys = [...routingConfigText(fullConfig).matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key);
    assert.equal(
      keys.join(' '),
      '$schema version prompt dataset reference guarantee kind stages student seed evidence validity',
    );
  });

  it('leaves out what is undefined', () => {
    const text = routingConfigText({ ...smallConfig, prompt: undefined } as unknown as typeof smallConfig);
    assert.equal(text, routingConfigText(smallConfig));
  });
});
