import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseLock, takeLock } from '../../src/node/fileLock.ts';
import { PROCESS_TIMEOUT_MS } from '../support/cliChild.ts';

const PROCESSES = 4;
const ROUNDS = 60;
/** No process has this id. */
const NOBODY = '999999999';

const busy = (pid: number) => new Error(`held by ${pid}`);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'downtier-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('takeLock', () => {
  it('takes over what a crash left, empty or not, and leaves nothing but the lock', () => {
    for (const [name, content] of Object.entries({ empty: '', foreign: NOBODY, own: String(process.pid) })) {
      const lock = join(folder, name);
      writeFileSync(lock, content);
      takeLock(lock, busy);
      assert.equal(readFileSync(lock, 'utf8'), String(process.pid));
      assert.throws(() => takeLock(lock, busy), /held by/);
      assert.deepEqual(readdirSync(folder), [name]);
      releaseLock(lock);
    }
    assert.deepEqual(readdirSync(folder), []);
  });

  it('gives up on what can be neither made nor read', function () {
    if (process.platform === 'win32') this.skip();
    symlinkSync(join(folder, 'nowhere', 'x'), join(folder, 'lock'));
    assert.throws(() => takeLock(join(folder, 'lock'), busy));
  });

  for (const [name, before] of [
    ['a new lock', undefined],
    ['a lock that a crash left', NOBODY],
  ] as const)
    it(`gives ${name} to exactly one of several processes that want it at once`, async function () {
      this.timeout(PROCESS_TIMEOUT_MS);
      const contender = join(import.meta.dirname, '..', 'support', 'lockContender.ts');
      const children = Array.from({ length: PROCESSES }, () => fork(contender, { execArgv: ['--import', 'tsx'] }));
      try {
        for (let round = 0; round < ROUNDS; round++) {
          const lock = join(folder, `lock${round}`);
          if (before !== undefined) writeFileSync(lock, before);
          const ready = children.map(replyOf);
          for (const child of children) child.send({ lock });
          await Promise.all(ready);
          const outcomes = children.map(replyOf);
          writeFileSync(`${lock}.go`, '');
          const holders = (await Promise.all(outcomes)).filter((outcome) => outcome === 'taken');
          assert.equal(holders.length, 1, `${holders.length} hold it in round ${round}`);
        }
      } finally {
        for (const child of children) child.kill();
      }
    });
});

async function replyOf(child: ChildProcess): Promise<unknown> {
  const [reply] = (await once(child, 'message')) as [unknown];
  return reply;
}
