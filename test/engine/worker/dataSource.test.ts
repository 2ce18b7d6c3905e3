import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFileOf, resolveData } from '../../../src/engine/worker/dataSource.ts';

describe('resolveData', () => {
  const cases: readonly {
    readonly name: string;
    readonly files: readonly string[];
    readonly file: string | undefined;
  }[] = [
    { name: 'the file named like the prompt', files: ['a.csv', 'sort.tickets.jsonl'], file: 'sort.tickets.jsonl' },
    { name: 'else the first by name', files: ['b.tsv', 'a.ndjson', 'c.csv'], file: 'a.ndjson' },
    { name: 'a Parquet file too', files: ['rows.parquet'], file: 'rows.parquet' },
    { name: 'no JSON file, which is mostly something else', files: ['sort.json', 'package.json'], file: undefined },
    { name: 'nothing where nothing lies there', files: [], file: undefined },
  ];
  for (const { name, files, file } of cases) {
    it(`guesses ${name}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'data-'));
      try {
        for (const one of files) writeFileSync(join(folder, one), '');
        const source = await resolveData({ from: 'guess' }, join(folder, 'sort.prompty'));
        assert.equal(dataFileOf(source), file && join(folder, file));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('sees a dataset written after the last look', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'data-'));
    try {
      const prompt = join(folder, 'sort.prompty');
      assert.deepEqual(await resolveData({ from: 'guess' }, prompt), { from: 'prompt' });
      writeFileSync(join(folder, 'rows.csv'), 'x\n1\n');
      assert.deepEqual(await resolveData({ from: 'guess' }, prompt), { from: 'file', file: join(folder, 'rows.csv') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves alone what was chosen', async () => {
    assert.deepEqual(await resolveData({ from: 'prompt' }, '/none/x.prompty'), { from: 'prompt' });
    assert.deepEqual(await resolveData({ from: 'guess' }, '/none/x.prompty'), { from: 'prompt' });
  });
});
