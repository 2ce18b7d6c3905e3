// `node test/vscode/driver/drawIcon.mjs`: media/icon.png anew from media/icon.svg.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { ensureHost } from './ensureHost.mjs';
import { rootFolder } from './places.mjs';

const { browser, page } = await openBrowser(ensureHost(), { width: 256, height: 256 });
const svg = readFileSync(join(rootFolder, 'media/icon.svg'), 'utf8');
await page.setContent(`<body style="margin: 0; background: transparent">${svg}</body>`);
await page.screenshot({ path: join(rootFolder, 'media/icon.png'), omitBackground: true });
await browser.close();
