#!/usr/bin/env node
// In the place of a desktop VS Code where none can be downloaded: takes what @vscode/test-electron tells one, runs the suites in the VS Code of
// `npm run test:vscode`, and ends as a desktop would.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureHost } from '../driver/ensureHost.mjs';
import { makeRoot, removeRoot } from '../driver/makeFolder.mjs';
import { runInHost } from '../driver/runInHost.mjs';

const options = Object.fromEntries(
  ['extensionDevelopmentPath', 'extensionTestsPath', 'user-data-dir', 'extensions-dir'].map((name) => [
    name,
    { type: 'string' },
  ]),
);
const { values, positionals } = parseArgs({ options, strict: false, allowPositionals: true });
const [opened] = positionals;
const root = makeRoot();
try {
  const tests = await runInHost(ensureHost(), {
    root,
    [opened?.endsWith('.code-workspace') ? 'workspace' : 'folder']: opened,
    extension: values.extensionDevelopmentPath,
    tests: values.extensionTestsPath,
    settings: JSON.parse(readFileSync(join(values['user-data-dir'], 'User/settings.json'), 'utf8')),
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(HOME|TMPDIR|XDG_\w+)$/.test(name))),
  });
  writeFileSync(process.env.TEST_RESULT_FILE, JSON.stringify({ tests }));
  process.exitCode = tests.some(({ state }) => state === 'failed') ? 1 : 0;
} finally {
  removeRoot(root);
}
