import assert from 'node:assert/strict';
import { type Child, h } from '../../src/webview/element.ts';

describe('h', () => {
  it('h keeps the place of what is not there, and flattens lists', () => {
    const children: readonly Child[] = [undefined, false, ['a', [h('b')]]];
    assert.deepEqual(
      h('p', {}, ...children).children.map((child) => (typeof child === 'string' ? child : child.tag)),
      ['', '', 'a', 'b'],
    );
  });

  it('h tells attributes, handlers and the key apart', () => {
    const click = () => {};
    const { attributes, on, key } = h('a', { key: 'k', href: '#', on: { click } });
    assert.deepEqual({ attributes, on, key }, { attributes: { href: '#' }, on: { click }, key: 'k' });
  });
});
