import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { l10nTexts } from './support/l10nTexts.ts';

type Texts = Readonly<Record<string, string>>;

const read = (name: string): Texts => JSON.parse(readFileSync(join(import.meta.dirname, '..', name), 'utf8')) as Texts;
const holes = (text: string): readonly string[] => [...text.matchAll(/\{\d+\}/g)].map(([hole]) => hole).sort();

describe('texts for translation', () => {
  const bundle = read('l10n/bundle.l10n.json');
  const german = read('l10n/bundle.l10n.de.json');
  const titles = read('package.nls.json');
  const germanTitles = read('package.nls.de.json');

  it('are all in the bundle, and no other ("npm run l10n" writes it)', () => {
    const texts = l10nTexts();
    assert.ok(texts.length > 300, `only ${texts.length} found`);
    assert.deepEqual(bundle, Object.fromEntries(texts.map((text) => [text, text])));
  });

  it('have German translations of nothing that is not there, with the same holes', () => {
    const odd = Object.entries(german).filter(
      ([text, translation]) => !(text in bundle) || holes(text).join() !== holes(translation).join(),
    );
    assert.deepEqual(odd, []);
  });

  it('have German translations where they are about results, configs and findings', () => {
    const texts = l10nTexts(['src/core']);
    assert.ok(texts.length > 50, `only ${texts.length} found`);
    assert.deepEqual(
      texts.filter((text) => !(text in german)),
      [],
    );
  });

  it('of package.json are named there, and have German translations', () => {
    const named = [...readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/g)];
    assert.deepEqual(new Set(named.map(([, key]) => key)), new Set(Object.keys(titles)));
    assert.deepEqual(Object.keys(germanTitles), Object.keys(titles));
    const links = (text: string) => [...text.matchAll(/\(command:[^)]+\)/g)].map(([link]) => link);
    for (const [key, text] of Object.entries(titles))
      assert.deepEqual(links(germanTitles[key] ?? ''), links(text), key);
  });
});
