import assert from 'node:assert/strict';
import { type Drawn, h } from '../../src/webview/element.ts';
import { emphasised } from '../../src/webview/emphasis.ts';

describe('emphasised', () => {
  const drawn = (sentence: string, names: readonly string[], gain?: string) => {
    const text = (part: Drawn | string): string =>
      typeof part === 'string' ? part : `<${part.children.map(text).join('')}>`;
    return h('p', {}, emphasised(sentence, names, gain))
      .children.map(text)
      .join('');
  };

  it('emphasised sets names in bold, the longer where they overlap', () => {
    assert.equal(
      drawn('Use a/x-mini instead of a/x: 2 times cheaper.', ['a/x', 'a/x-mini'], '2 times cheaper'),
      'Use <a/x-mini> instead of <a/x>: <2 times cheaper>.',
    );
  });

  it('emphasised takes names literally and leaves a sentence without them alone', () => {
    assert.equal(drawn('Keep a.b (c).', ['a.b (c)']), 'Keep <a.b (c)>.');
    assert.equal(drawn('Keep it.', ['a.b', '']), 'Keep it.');
    assert.equal(drawn('Keep it.', []), 'Keep it.');
  });
});
