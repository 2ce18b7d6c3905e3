// Pictures of every state in every theme, to be looked at: `node test/webview/browser/shots.mjs FOLDER [state ..]`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { openBrowser, openPanel, servePanel, themes } from './openPanel.mjs';

const [folder = '/tmp/panel-shots', ...wanted] = process.argv.slice(2);
const { panelStates } = await tsImport('../panelStates.ts', import.meta.url);
mkdirSync(folder, { recursive: true });
const HEIGHT = 700;
const server = await servePanel();
const browser = await openBrowser();
try {
  for (const theme of process.env.THEMES?.split(',') ?? Object.keys(themes)) {
    for (const width of process.env.WIDTHS?.split(',').map(Number) ?? [400, 900, 1600]) {
      const { page, show, close } = await openPanel(browser, server.url, { theme, width, height: HEIGHT });
      for (const [name, state] of Object.entries(panelStates)) {
        if (wanted.length > 0 && !wanted.includes(name)) continue;
        await page.evaluate(() => window.scrollTo(0, 0));
        await show(state);
        // As high as its content, so that the footer is where it is after scrolling.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height: Math.max(HEIGHT, height) });
        await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`) });
        await page.setViewportSize({ width, height: HEIGHT });
      }
      await close();
    }
  }
} finally {
  await browser.close();
  server.close();
}
