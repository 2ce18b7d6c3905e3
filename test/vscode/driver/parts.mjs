import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stage } from '../ui/stage.mjs';
import { buildSuites } from './buildSuites.mjs';
import { folderWithout } from './folderWithout.mjs';
import { makeTwoFolders, makeWorkspace } from './makeFolder.mjs';
import { testFolder } from './places.mjs';
import { passedOn, startProviders } from './providers.mjs';
import { runHere } from './runHere.mjs';
import { runInHost } from './runInHost.mjs';

/** Runs inside an extension host, each in circumstances of its own: `{folder, workspace, env, settings}`, all optional. */
export const hostParts = {
  suites: ({ root }) => ({ folder: makeWorkspace(root) }),
  /** Several folders, of which one is closed. */
  folders: ({ root }) => ({ workspace: makeTwoFolders(root) }),
  /** Without a folder, and on a machine without Git. */
  bare: ({ root }) => ({
    env: {
      DOWNTIER_TEST_FOLDER: makeWorkspace(root, { repository: false }),
      PATH: folderWithout('git', join(root, 'bin')),
    },
    settings: { 'git.enabled': false },
  }),
};

/** Runs that do not pass, for the tests of the runner itself. */
export const brokenHostParts = { 'broken/failing': hostParts.suites, 'broken/dying': hostParts.suites };

/** All of a run: `run({host, extension, installed, root})` resolves to the tests with their states, `files` are where they are written. */
export const parts = {
  ...inHosts(hostParts),
  ui: here('ui', '.ui.mjs'),
  runner: here('runner', '.runner.mjs'),
};

export const broken = inHosts(brokenHostParts);

function inHosts(several) {
  return Object.fromEntries(
    Object.entries(several).map(([name, circumstances]) => [name, inHost(name, circumstances)]),
  );
}

function inHost(name, circumstances) {
  return {
    files: filesOf(name, '.suite.ts'),
    async run({ host, extension, root }) {
      const tests = await buildSuites(name, join(extension, 'suites'));
      const providers = await startProviders();
      try {
        const { env, ...rest } = circumstances({ root });
        const whole = { ...passedOn(), ...providers.env, ...env };
        return await runInHost(host, { root, extension, tests, env: whole, ...rest });
      } finally {
        await providers.stop();
      }
    },
  };
}

function here(name, ending) {
  return {
    files: filesOf(name, ending),
    run(prepared) {
      Object.assign(stage, prepared);
      return runHere(filesOf(name, ending).map((file) => join(testFolder, name, file)));
    },
  };
}

function filesOf(name, ending) {
  return readdirSync(join(testFolder, name))
    .filter((file) => file.endsWith(ending))
    .sort();
}
