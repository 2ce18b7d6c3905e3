// The panel's built page in a real Chromium, with what a VS Code webview gives it: its API, theme variables, and a strict content security policy.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const built = process.env.DIST_DIR ?? join(root, 'dist');
const NONCE = 'c2VjcmV0';

/** Theme variables as VS Code 1.139 hands them to webviews, those that the page's stylesheet could use. */
export const themes = JSON.parse(readFileSync(join(import.meta.dirname, 'themes.json'), 'utf8'));

/** Stands in for VS Code: keeps what is sent and remembers what is set. Reports every breach of the policy. */
const HOST = `
  window.sent = []; window.breaches = [];
  document.addEventListener('securitypolicyviolation', (event) => breaches.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => sent.push(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  const theme = new URLSearchParams(location.search).get('theme') ?? 'light';
  const { class: className, variables } = JSON.parse(document.getElementById('themes').textContent)[theme];
  for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  document.documentElement.style.setProperty('--vscode-font-family', 'system-ui, "Ubuntu", "Droid Sans", sans-serif');
  document.documentElement.style.setProperty('--vscode-font-size', '13px');
  document.documentElement.style.setProperty('--vscode-editor-font-family', '"Droid Sans Mono", monospace');
  document.body.className = className;
`;

const HTML = `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'nonce-${NONCE}'">
<link rel="stylesheet" href="vscode.css"><link rel="stylesheet" href="webview.css"><title>Panel</title></head>
<body><script nonce="${NONCE}" type="application/json" id="themes">${JSON.stringify(themes)}</script>
<script nonce="${NONCE}">${HOST}</script><script nonce="${NONCE}" src="webview.js"></script></body></html>`;

/** What VS Code's own default style does to a page. */
const VSCODE_CSS =
  '@layer vscode-default { body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); } }';

/** Serves the page on loopback. */
export async function servePanel() {
  const files = {
    '/': ['text/html', () => HTML],
    '/vscode.css': ['text/css', () => VSCODE_CSS],
    '/webview.css': ['text/css', () => readFileSync(join(built, 'webview.css'))],
    '/webview.js': ['text/javascript', () => readFileSync(join(built, 'webview.js'))],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[new URL(request.url, 'http://x').pathname] ?? [];
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Debian's chromium through the playwright-core of the VS Code tests, or another: PLAYWRIGHT_DIR. */
export async function openBrowser() {
  const require = createRequire(join(root, 'package.json'));
  const { chromium } = require(
    process.env.PLAYWRIGHT_DIR ?? join(root, '.vscode-test/host/node_modules/playwright-core'),
  );
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
}

/** A new page that says in `troubles` what went wrong in it. */
export async function openPanel(browser, url, { theme = 'light', width = 900, height = 1000 } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${url}?theme=${theme}`);
  return {
    page,
    /** As VS Code does it: as JSON. */
    tell: (message) => page.evaluate((text) => window.postMessage(JSON.parse(text), '*'), JSON.stringify(message)),
    show: async (state) => {
      await page.evaluate(
        (text) => window.postMessage(JSON.parse(text), '*'),
        JSON.stringify({ type: 'state', state }),
      );
      await page.waitForSelector('section');
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    },
    /** Everything sent since last asked. */
    sent: () => page.evaluate(() => window.sent.splice(0)),
    troubles: async () => [...errors, ...(await page.evaluate(() => window.breaches))],
    close: () => context.close(),
  };
}
