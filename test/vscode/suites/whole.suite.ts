import assert from 'node:assert/strict';
import { commandId, commandNames } from '../../../src/vscode/ids.ts';
import { executed } from './support/executed.ts';

// Named so that the suites that use commands come before it.
describe('taken as a whole', () => {
  it('the suites have run every contributed command', () => {
    assert.deepEqual(
      commandNames.map(commandId).filter((id) => !executed.has(id)),
      [],
    );
  });
});
