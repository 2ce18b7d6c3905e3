import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PriceBook, PriceLookup } from '../../src/core/models/price.ts';
import { PriceOverrideError } from '../../src/core/models/priceOverrides.ts';
import { openPriceBook, PriceFileMissingError, priceModels, UnknownPriceError } from '../../src/engine/priceModels.ts';
import { samplePrices } from '../../src/providers/sample/samplePrices.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { flatPrice } from '../support/fakeModel.ts';

const today = '2026-11-22';
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'downtier-prices-'));
});
after(() => {
  rmSync(folder, { recursive: true });
});

function priceFile(content: unknown): string {
  const file = join(folder, 'prices.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function bookOf(lookups: Readonly<Record<string, PriceLookup>>): PriceBook {
  return {
    pricesOn: today,
    lookup: (id) => lookups[id] ?? { known: false, gap: { model: id, because: 'in no list' } },
  };
}

describe('priceModels', () => {
  it('sets unknown prices apart and says so, and is never content with 0', () => {
    const book = bookOf({ 'a/dear': { known: true, price: flatPrice } });
    const { prices, unpriced, warnings } = priceModels(book, ['x/odd', 'a/dear', 'x/rare']);
    assert.deepEqual([...prices], [['a/dear', flatPrice]]);
    assert.deepEqual(unpriced, ['x/odd', 'x/rare']);
    assert.deepEqual(warnings, [
      'The price of x/odd is unknown: it is in no price list. Give it in a price file. It is left out until then.',
      'The price of x/rare is unknown: it is in no price list. Give it in a price file. It is left out until then.',
    ]);
  });

  it('passes on what a person should check of a known price', () => {
    const book = bookOf({
      'a/like': { known: true, price: flatPrice, warning: 'It is that of a/likely.' },
      'a/exact': { known: true, price: flatPrice },
    });
    const { prices, unpriced, warnings } = priceModels(book, ['a/exact', 'a/like']);
    assert.deepEqual([...prices.keys()], ['a/exact', 'a/like']);
    assert.deepEqual([unpriced, warnings], [[], ['It is that of a/likely.']]);
  });

  it('gives nothing for no models', () => {
    assert.deepEqual(priceModels(bookOf({}), []), { prices: new Map(), unpriced: [], warnings: [] });
  });
});

describe('openPriceBook', () => {
  it('knows listed prices of the day, notional ones of the sample, and nothing of others', async () => {
    const book = await openPriceBook(undefined, today);
    assert.equal(book.pricesOn, today);
    const { prices, unpriced } = priceModels(book, ['openai/gpt-4o', 'sample/nano', 'compatible:box/tiny']);
    assert.equal(prices.get('openai/gpt-4o')?.source, 'genai-prices');
    assert.equal(prices.get('sample/nano')?.source, 'notional');
    assert.deepEqual(unpriced, ['compatible:box/tiny']);
  });

  for (const { model, inputUSDPerMillion, outputUSDPerMillion } of samplePrices) {
    it(`has the notional price of ${model}`, async () => {
      const lookup = (await openPriceBook(undefined, today)).lookup(model);
      assert.ok(lookup.known);
      const { source, inputUSDPer1M, outputUSDPer1M } = lookup.price;
      assert.deepEqual([source, inputUSDPer1M, outputUSDPer1M], ['notional', inputUSDPerMillion, outputUSDPerMillion]);
    });
  }

  it("prefers the user's own prices", async () => {
    const own = { inputUSDPer1M: 7, outputUSDPer1M: 9 };
    const ids = ['openai/gpt-4o', 'sample/nano', 'compatible:box/tiny'];
    const file = priceFile({ models: Object.fromEntries(ids.map((id) => [id, own])) });
    const { prices, unpriced, warnings } = priceModels(await openPriceBook(file, today), ids);
    for (const id of ids) {
      const { source, inputUSDPer1M, outputUSDPer1M } = prices.get(id)!;
      assert.deepEqual([source, inputUSDPer1M, outputUSDPer1M], ['override', 7, 9], id);
    }
    assert.deepEqual([unpriced, warnings], [[], []]);
  });

  it('takes a price of 0 for known', async () => {
    const file = priceFile({ models: { 'compatible:box/tiny': { inputUSDPer1M: 0, outputUSDPer1M: 0 } } });
    const { prices, unpriced } = priceModels(await openPriceBook(file, today), ['compatible:box/tiny']);
    assert.equal(prices.get('compatible:box/tiny')?.inputUSDPer1M, 0);
    assert.deepEqual(unpriced, []);
  });

  it('names a price file that cannot be read', async () => {
    for (const file of [join(folder, 'none.json'), folder]) {
      const error = await caughtFrom(openPriceBook(file, today), PriceFileMissingError);
      assert.deepEqual([error.file, error.blame], [file, 'input']);
      assert.equal(error.message, `The price file ${file} cannot be read; check its path.`);
      assert.ok(error.cause instanceof Error);
    }
  });

  const broken: readonly (readonly [name: string, content: unknown, line: number, what: RegExp])[] = [
    ['is not JSON', '{\n"models": {\n', 3, /this is not JSON/],
    [
      'has a price by half',
      '{"models": {\n"openai/gpt-4o": {"inputUSDPer1M": 1}}}',
      2,
      /both inputUSDPer1M and outputUSDPer1M/,
    ],
    ['has a negative price', '{"models": {\n"a/b": {\n"inputUSDPer1M": -1, "outputUSDPer1M": 1}}}', 3, /inputUSDPer1M/],
    ['has a key of its own', '{"models": {},\n"currency": "EUR"}', 1, /currency/],
  ];
  for (const [name, content, line, what] of broken) {
    it(`names file and line of a price file that ${name}`, async () => {
      const file = priceFile(content);
      const error = await caughtFrom(openPriceBook(file, today), PriceOverrideError);
      assert.deepEqual([error.file, error.blame, error.findings.length], [file, 'input', 1]);
      assert.ok(error.message.startsWith(`The price file cannot be used.\n${file}:${line}: `), error.message);
      assert.match(error.message, what);
    });
  }
});

describe('UnknownPriceError', () => {
  it('says why, for what the price is needed, and how to give it', () => {
    const error = new UnknownPriceError('openai/odd', { model: 'openai/odd', because: 'in no list' });
    assert.deepEqual([error.model, error.blame], ['openai/odd', 'input']);
    assert.ok(error.message.startsWith('The price of openai/odd is unknown: it is in no price list. '), error.message);
    assert.match(
      error.message,
      /--prices FILE with \{"models": \{"openai\/odd": \{"inputUSDPer1M": \.\., "outputUSDPer1M"/,
    );
  });
});
