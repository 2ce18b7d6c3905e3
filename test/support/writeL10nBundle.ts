// `npm run l10n`: writes l10n/bundle.l10n.json anew, from which translations are made.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { l10nTexts } from './l10nTexts.ts';

const bundle = Object.fromEntries(l10nTexts().map((text) => [text, text]));
writeFileSync(
  join(import.meta.dirname, '..', '..', 'l10n', 'bundle.l10n.json'),
  `${JSON.stringify(bundle, undefined, 2)}\n`,
);
