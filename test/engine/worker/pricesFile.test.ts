import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePricesFile } from '../../../src/engine/worker/pricesFile.ts';

describe('writePricesFile', () => {
  const scratchFolder = mkdtempSync(join(tmpdir(), 'downtier-'));
  after(() => rmSync(scratchFolder, { recursive: true }));

  it('writes nothing where there are no prices', () => {
    assert.equal(writePricesFile({ prices: {}, scratchFolder }), undefined);
  });

  it('never cuts a file that another thread may be reading: it is replaced whole', () => {
    const prices = { 'compatible:box/one': { inputUSDPer1M: 1, outputUSDPer1M: 2 } };
    const file = writePricesFile({ prices, scratchFolder }) ?? '';
    const before = statSync(file).ino;
    assert.equal(writePricesFile({ prices, scratchFolder }), file);
    assert.notEqual(statSync(file).ino, before);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { models: prices });
    assert.deepEqual(readdirSync(scratchFolder).length, 1);
  });

  it('gives other prices another file, so that profiles with different settings do not meet', () => {
    const of = (inputUSDPer1M: number) =>
      writePricesFile({ prices: { 'compatible:box/one': { inputUSDPer1M, outputUSDPer1M: 2 } }, scratchFolder });
    assert.notEqual(of(1), of(2));
  });
});
