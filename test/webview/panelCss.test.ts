import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const css = readFileSync(join(import.meta.dirname, '../../src/webview/panel.css'), 'utf8').replace(
  /\/\*[\s\S]*?\*\//g,
  '',
);
const COLOURED =
  /^(color|background|border(-(top|right|bottom|left))?(-color)?|outline(-color)?|fill|stroke|box-shadow|--tone)$/;
/** What a declaration may say besides theme variables. */
const PLAIN = /\b(transparent|none|inherit|currentcolor|solid|dashed|\d+(px)?)\b/g;

describe('panel.css', () => {
  const declarations = [...css.matchAll(/([\w-]+):\s*([^;{}]+);/g)].map(([, property = '', value = '']) => ({
    property,
    value,
  }));

  it('panel.css takes every colour from the theme', () => {
    const coloured = declarations.filter(({ property }) => COLOURED.test(property));
    assert.ok(coloured.length > 50, `only ${coloured.length} found`);
    const own = coloured.filter(({ value }) => {
      const rest = value
        .replace(/--vscode-[A-Za-z-]+|--tone/g, '')
        .replace(PLAIN, '')
        .replace(/var|[(),\s]/g, '');
      return rest !== '';
    });
    assert.deepEqual(own, []);
  });

  it('panel.css loads nothing', () => {
    assert.doesNotMatch(css, /url\(|@import|@font-face/);
  });
});
