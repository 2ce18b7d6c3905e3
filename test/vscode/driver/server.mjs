import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Nothing that calls out, moves, or gets in the way of a test. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'npm.fetchOnlinePackageInfo': false,
  'git.enabled': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'simpleBrowser.useIntegratedBrowser': false,
  'remote.autoForwardPorts': false,
  'workbench.reduceMotion': 'on',
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Folders of a run, all below one short path: unix sockets land there and their names may not exceed 108 bytes. */
function foldersOf(root) {
  const [user, extensions, home, temporary] = ['user', 'ext', 'home', 'tmp'].map((name) => join(root, name));
  for (const folder of [join(user, 'User'), extensions, home, temporary]) mkdirSync(folder, { recursive: true });
  return { user, extensions, home, temporary, config: join(root, 'config.yaml') };
}

/**
 * Starts VS Code's real workbench and extension host on loopback, with user data and extensions of its own.
 * @param options.driver runs suites in the host; VS Code then suppresses notification toasts, so UI runs leave it off
 * @param options.trust whether workspaces have to be trusted first
 */
export async function startServer(host, { root, settings = {}, env = {}, driver = false, trust = false }) {
  const folders = foldersOf(root);
  writeFileSync(join(folders.user, 'User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  writeFileSync(folders.config, 'bind-addr: 127.0.0.1:0\nauth: none\ncert: false\n');
  const args = [
    host.entry,
    '--config',
    folders.config,
    '--auth',
    'none',
    '--bind-addr',
    '127.0.0.1:0',
    '--user-data-dir',
    folders.user,
    '--extensions-dir',
    folders.extensions,
    // A built product heeds extensionDevelopmentPath and extensionTestsPath of the page's address only with this.
    ...(driver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ...['disable-experiments', 'telemetry-level=off', 'skip-welcome'].flatMap((option) => ['--vscode-option', option]),
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--disable-proxy',
    ...(trust ? [] : ['--disable-workspace-trust']),
  ];
  const child = spawn(host.node, args, {
    env: { ...environmentOf(folders), ...env },
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const origin = await listening(child, join(root, 'server.log'));
  return { child, origin, authority: new URL(origin).host, stop: () => stop(child) };
}

function environmentOf({ home, temporary }) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: temporary,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    EXTENSIONS_GALLERY: '{}',
    GIT_CONFIG_NOSYSTEM: '1',
    // As if started from a terminal: else the extension host takes the variables of a login shell, this PATH not among them.
    VSCODE_CLI: '1',
  };
}

function listening(child, logFile) {
  const log = createWriteStream(logFile);
  let said = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`code-server did not start\n${said}`)), 60_000);
    const take = (piece) => {
      log.write(piece);
      if (said === undefined) return;
      said += piece;
      const address = /HTTP server listening on (http:\/\/\S+)/.exec(said)?.[1];
      if (!address) return;
      said = undefined;
      clearTimeout(timer);
      resolve(address.replace(/\/$/, ''));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('exit', (code) => reject(new Error(`code-server ended with ${code}\n${said ?? ''}`)));
  });
}

/** Its whole process group: the server, extension hosts, file watchers. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  signalGroup(child.pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // all of it has ended already
  }
}

/** Installs a .vsix into the run's extensions folder. */
export async function installVsix(host, { root, vsix }) {
  const folders = foldersOf(root);
  const args = ['--install-extension', resolve(vsix), '--force'];
  const where = ['--user-data-dir', folders.user, '--extensions-dir', folders.extensions, '--config', folders.config];
  const child = spawn(host.node, [host.entry, ...args, ...where], { env: environmentOf(folders) });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
  const [code] = await once(child, 'exit');
  // The exit code alone is not to be trusted.
  if (code !== 0 || !said.includes('was successfully installed'))
    throw new Error(`The .vsix was not installed\n${said}`);
}
