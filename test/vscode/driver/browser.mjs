import { resolve } from 'node:path';

/** A headless Chromium that reaches loopback only; `blocked` lists what the page asked for elsewhere. */
export async function openBrowser(host, { width = 1400, height = 900 } = {}) {
  const browser = await host.playwright.chromium.launch({
    executablePath: host.chromium,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const blocked = [];
  const isForeign = ({ hostname, protocol }) =>
    /^(http|ws)/.test(protocol) && !['127.0.0.1', 'localhost'].includes(hostname);
  await context.route(isForeign, (route) => {
    blocked.push(route.request().url());
    return route.abort();
  });
  return { browser, context, page: await context.newPage(), blocked };
}

/** @param options.folder or `workspace`, a file that names several; without either no folder is open */
export function workbenchUrl({ origin, authority }, { folder, workspace, extension, tests }) {
  const remote = (path) => `vscode-remote://${authority}${encodeURI(resolve(path))}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ];
  const opened = Object.entries({ folder, workspace }).find(([, path]) => path !== undefined);
  const where = opened ? `${opened[0]}=${encodeURIComponent(resolve(opened[1]))}` : 'ew=true';
  return `${origin}/?${where}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
