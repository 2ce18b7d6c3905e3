import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rich, t } from '../../src/webview/translate.ts';

describe('t and rich', () => {
  afterEach(() => {
    globalThis.downtierL10n = undefined;
  });

  it('t fills in what it is given, in any order', () => {
    assert.equal(t('{1} of {0}', 'b', 1), '1 of b');
    assert.equal(t('{0} and {7}', 'a'), 'a and {7}');
  });

  it('t and rich use the translation where there is one', () => {
    globalThis.downtierL10n = { 'Set {0} now': 'Jetzt {0} setzen' };
    assert.equal(t('Set {0} now', 'x'), 'Jetzt x setzen');
    assert.deepEqual(rich('Set {0} now', 'x'), ['Jetzt ', 'x', ' setzen']);
    assert.equal(t('Cancel'), 'Cancel');
  });

  it('t takes values for values, whatever is in them', () => {
    assert.equal(t('{0} {1}', '{1}', '$&'), '{1} $&');
  });

  it('t and rich are given their texts written out, so that all can be found for translation', () => {
    const folder = join(import.meta.dirname, '../../src/webview');
    const calls = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && name !== 'translate.ts')
      .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/\b(?:t|rich)\(\s*(\S.{0,30})/g)]);
    assert.ok(calls.length > 100, `only ${calls.length} found`);
    assert.deepEqual(
      calls.map(([, start = '']) => start).filter((start) => !start.startsWith("'")),
      [],
    );
  });
});
