import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../src/node/writeWhole.ts';

describe('writeWhole', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'downtier-whole-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes a file, replaces it, and leaves nothing else', () => {
    const file = join(folder, 'a.json');
    for (const text of ['{"long": "before"}\n', '{}\n']) {
      writeWhole(file, text);
      assert.equal(readFileSync(file, 'utf8'), text);
    }
    assert.deepEqual(readdirSync(folder), ['a.json']);
  });

  it('throws and leaves no draft where the file cannot be put in its place', () => {
    const file = join(folder, 'a.json');
    mkdirSync(file);
    writeFileSync(join(file, 'inside'), '');
    assert.throws(() => writeWhole(file, '{}'), /EISDIR|ENOTEMPTY|EPERM|EEXIST/);
    assert.throws(() => writeWhole(join(folder, 'gone', 'a.json'), '{}'), /ENOENT/);
    assert.deepEqual(readdirSync(folder), ['a.json']);
  });
});
