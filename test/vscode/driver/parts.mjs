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

/** What a run consists of: `run({host, extension, installed, root})` resolves to the tests with their states, `files` are where they are written. */
export const parts = {
  suites: inHost('suites', ({ root }) => ({ folder: makeWorkspace(root) })),
  /** Several folders, of which one is closed. */
  folders: inHost('folders', ({ root }) => ({ workspace: makeTwoFolders(root) })),
  /** Without a folder, and on a machine without Git. */
  bare: inHost('bare', ({ root }) => ({
    env: {
      DOWNTIER_TEST_FOLDER: makeWorkspace(root, { repository: false }),
      PATH: folderWithout('git', join(root, 'bin')),
    },
    settings: { 'git.enabled': false },
  })),
  ui: here('ui', '.ui.mjs'),
  runner: here('runner', '.runner.mjs'),
};

/** Runs that do not pass, for the tests of the runner itself. */
export const broken = {
  failing: inHost('broken/failing', ({ root }) => ({ folder: makeWorkspace(root) })),
  dying: inHost('broken/dying', ({ root }) => ({ folder: makeWorkspace(root) })),
};

/** @param circumstances makes what `runInHost` is given besides */
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
