import assert from 'node:assert/strict';
import { commands, Uri, window, workspace } from 'vscode';
import { commandId, PANEL_VIEW_TYPE } from '../../../src/vscode/ids.ts';
import { write } from './support/files.ts';
import { panel } from './support/panel.ts';
import { until } from './support/until.ts';
import { user } from './support/user.ts';

/** What commands do that no other suite looks at. */
describe('commands', () => {
  beforeEach(() => user.reset());

  it('Open panel shows the panel, and the same one again', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await until('no panel', () => panels().length === 0);
    await commands.executeCommand(commandId('openPanel'));
    await until('the panel', () => panels().length === 1);
    await commands.executeCommand(commandId('openPanel'));
    await until('the page is awake', () => panel.page?.visible);
    assert.equal(panels().length, 1);
  });

  it('Profile prompt takes the prompt in front, saved', async () => {
    const file = write('commands/front.prompt', '---\nmodel: sample/large\n---\nWhat is {{ticket}} about?\n');
    const editor = await window.showTextDocument(Uri.file(file), { preview: false });
    await editor.edit((edit) => edit.insert(editor.document.lineAt(3).range.end, ' Be brief.'));
    assert.equal(editor.document.isDirty, true);
    await commands.executeCommand(commandId('profilePrompt'));
    await panel.until('its setup', ({ setup }) => setup.prompt?.path === file);
    assert.equal(editor.document.isDirty, false);
  });

  it('Profile prompt asks which one where none is in front', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    const file = write('commands/picked.prompt', '---\nmodel: sample/large\n---\nWhat is {{ticket}} about?\n');
    await until('it is found', async () => (await workspace.findFiles('commands/picked.prompt')).length === 1);
    user.pick('picked.prompt');
    await commands.executeCommand(commandId('profilePrompt'));
    assert.deepEqual(user.asked, ['Choose a prompt']);
    await panel.until('its setup', ({ setup }) => setup.prompt?.path === file);
  });

  it('Show log opens the log', async () => {
    assert.equal(logIsOpen(), false);
    await commands.executeCommand(commandId('showLog'));
    await until('the log', logIsOpen);
  });
});

function panels(): readonly string[] {
  const inputs = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return inputs.flatMap((input) => {
    const viewType = (input as { readonly viewType?: string } | undefined)?.viewType ?? '';
    return viewType.endsWith(PANEL_VIEW_TYPE) ? [viewType] : [];
  });
}

/** The editor has the document of a log only from when its view shows it. Empty here: the host has no native module to write logs. */
function logIsOpen(): boolean {
  return workspace.textDocuments.some(({ uri }) => uri.scheme === 'output' && uri.path.includes('Downtier'));
}
