import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import { commandId } from '../../../src/vscode/ids.ts';
import { folder, write } from './support/files.ts';
import { plausibleConfig } from './support/plausibleConfig.ts';
import { user } from './support/user.ts';

describe('Commit routing config', () => {
  beforeEach(() => user.reset());

  it('shows the message first and commits nothing when it is dismissed', async () => {
    const config = lay('dismissed');
    const before = git('rev-parse', 'HEAD');
    assert.equal(await commit(config), false);
    const told = await user.hears(/Commit ask\.cascade\.json and nothing else/);
    assert.equal(told.modal, true);
    assert.match(told.detail ?? '', /nano/);
    assert.match(told.detail ?? '', /At most 10 % of answers differ from those of sample\/large, with 95 % confidence/);
    assert.equal(git('rev-parse', 'HEAD'), before);
    assert.equal(git('diff', '--cached', '--name-only'), '');
  });

  it('reads the config also where somebody else is just looking at it again', async () => {
    const config = lay('twice');
    await Promise.all([commit(config), commit(config), commit(config)]);
    const unreadable = user.told.filter(({ text }) => /no routing config that can be read/.test(text));
    assert.deepEqual(unreadable, []);
  });

  it('commits exactly that file, with models, savings and guarantee in the message', async () => {
    const config = lay('committed');
    user.press('Commit');
    assert.equal(await commit(config), true);
    assert.equal(git('show', '--name-only', '--format=', 'HEAD'), 'commits/committed/ask.cascade.json');
    const message = git('log', '-1', '--format=%B');
    assert.match(message, /^Route ask\.prompt to nano: .*(90 %|10)/);
    assert.match(message, /At most 10 % of answers/);
    await user.hears(/Committed ask\.cascade\.json/);
  });

  it('leaves other staged files staged and uncommitted', async () => {
    write('commits/other.txt', 'staged\n');
    git('add', 'commits/other.txt');
    const config = lay('beside');
    user.press('Commit');
    assert.equal(await commit(config), true);
    const told = await user.hears(/nothing else/);
    assert.match(told.detail ?? '', /stay staged and uncommitted/);
    assert.equal(git('show', '--name-only', '--format=', 'HEAD'), 'commits/beside/ask.cascade.json');
    assert.equal(git('diff', '--cached', '--name-only'), 'commits/other.txt');
    git('reset', '--quiet');
  });

  it('says that there is nothing to commit', async () => {
    const config = lay('again');
    user.press('Commit');
    await commit(config);
    user.reset();
    assert.equal(await commit(config), false);
    await user.hears(/nothing to commit/);
  });

  it('saves what is typed before it commits', async () => {
    const config = lay('typed');
    const editor = await window.showTextDocument(Uri.file(config));
    await editor.edit((edit) => edit.insert(editor.document.lineAt(editor.document.lineCount - 1).range.end, '\n'));
    user.press('Commit');
    assert.equal(await commit(undefined), true);
    assert.equal(editor.document.isDirty, false);
    assert.equal(git('status', '--porcelain', '--', config), '');
  });

  it('says what to do where there is no repository', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'dt-'));
    const config = layIn(outside);
    await workspace.openTextDocument(Uri.file(config));
    assert.equal(await commit(config), false);
    const told = await user.hears(/in no Git repository/);
    assert.deepEqual(told.buttons, ['Create a repository']);
  });

  it('says why Git refused, and takes the file out of the index again', async () => {
    const hook = join(folder(), '.git/hooks/pre-commit');
    mkdirSync(join(hook, '..'), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\necho "not on a Sunday" >&2\nexit 1\n', { mode: 0o755 });
    try {
      const config = lay('refused');
      user.press('Commit');
      assert.equal(await commit(config), false);
      await user.hears(/Git could not commit ask\.cascade\.json: .*not on a Sunday/s);
      assert.equal(git('diff', '--cached', '--name-only'), '');
    } finally {
      writeFileSync(hook, '#!/bin/sh\nexit 0\n');
    }
  });

  it('refuses a config that cannot be read', async () => {
    const config = lay('nonsense');
    writeFileSync(config, 'oh dear');
    assert.equal(await commit(config), false);
    await user.hears(/no routing config that can be read/);
  });
});

function lay(name: string): string {
  return layIn(join(folder(), 'commits', name));
}

function layIn(place: string): string {
  mkdirSync(place, { recursive: true });
  const [prompt, data, config] = ['ask.prompt', 'ask.csv', 'ask.cascade.json'].map((name) => join(place, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(prompt, '---\nmodel: sample/large\n---\nWhat is {{ticket}} about?\n');
  writeFileSync(data, 'ticket\nIt is red.\n');
  writeFileSync(config, plausibleConfig({ prompt, data }));
  return config;
}

async function commit(config: string | undefined): Promise<unknown> {
  return commands.executeCommand(commandId('commitRoutingConfig'), config && Uri.file(config));
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder(), encoding: 'utf8' }).trim();
}
