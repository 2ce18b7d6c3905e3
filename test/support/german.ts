import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { english, type Translate } from '../../src/core/translate.ts';

const bundle = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** As the editor translates; a text without a translation throws rather than stay English. */
export const german: Translate = (text, ...values) => {
  const translation = bundle[text];
  if (translation === undefined) throw new RangeError(`no German text for: ${text}`);
  return english(translation, ...values);
};
