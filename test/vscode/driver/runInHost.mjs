import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { format } from 'node:util';
import { openBrowser, workbenchUrl } from './browser.mjs';
import { workFolder } from './places.mjs';
import { startServer } from './server.mjs';

/** Only against a run that hangs. */
const TIMEOUT_MS = 600_000;

/**
 * Runs bundled mocha suites inside the extension host of a real VS Code.
 * @returns the tests with their states. Rejects when the run did not come to its end.
 */
export async function runInHost(host, { root, folder, workspace, extension, tests, env = {}, settings = {} }) {
  const resultFile = join(root, 'result.json');
  const server = await startServer(host, {
    root,
    settings,
    driver: true,
    env: { ...env, TEST_RESULT_FILE: resultFile },
  });
  const window = await openBrowser(host);
  const said = [];
  try {
    const { ended } = await reportEnd({ server, page: window.page, said });
    await window.page.goto(workbenchUrl(server, { folder, workspace, extension, tests }));
    const code = await ended;
    // The code is 0 even when the host was killed, so the suites' own result file has to be there and say the same.
    if (!existsSync(resultFile)) throw new Error(`The extension host ended with ${code} and left no results.`);
    const { tests: results, failures } = JSON.parse(readFileSync(resultFile, 'utf8'));
    if ((code !== 0) !== failures > 0)
      throw new Error(`The extension host ended with ${code}, but ${failures} failed.`);
    return results;
  } finally {
    // What workbench and extension host wrote to their consoles, mocha's own report among it: too noisy to be printed.
    writeFileSync(join(workFolder, `${basename(tests, '.cjs')}.log`), `${said.join('\n')}\n`);
    await window.browser.close();
    await server.stop();
  }
}

/** The workbench reports through two functions of its page; they have to be there before it loads. */
async function reportEnd({ server, page, said }) {
  const ended = new Promise((resolve, reject) => {
    const late = () =>
      reject(new Error(`The suites did not end within ${TIMEOUT_MS / 1000} s; see ${workFolder}/*.log.`));
    setTimeout(late, TIMEOUT_MS).unref();
    server.child.once('exit', (code) => reject(new Error(`code-server ended with ${code}.`)));
    page.once('crash', () => reject(new Error('The page crashed.')));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  ended.catch(() => undefined); // awaited later
  await page.exposeFunction('codeAutomationLog', (type, args) => said.push(`${type}: ${format(...args)}`));
  return { ended };
}
