import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cascadeFolder } from '../support/cascadeFolder.ts';
import { PROCESS_TIMEOUT_MS } from '../support/cliChild.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';

describe('downtier whose reader is gone', function () {
  this.timeout(PROCESS_TIMEOUT_MS);
  after(removeProfileFolders);

  it('does its work all the same', async () => {
    const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
    const argv = ['--import', import.meta.resolve('tsx'), main, 'types', cascadeFolder().config];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.destroy();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
});
