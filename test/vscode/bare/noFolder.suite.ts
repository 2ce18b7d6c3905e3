import assert from 'node:assert/strict';
import { workspace } from 'vscode';

describe('without a folder', () => {
  it('no folder is open', () => assert.equal(workspace.workspaceFolders, undefined));
});
