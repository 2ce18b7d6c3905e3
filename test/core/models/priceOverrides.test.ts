import assert from 'node:assert/strict';
import { PriceOverrideError, readPriceOverrides } from '../../../src/core/models/priceOverrides.ts';

describe('readPriceOverrides', () => {
  it('reads prices by canonical id and keeps names that are no ids', () => {
    const { overrides, findings } = readPriceOverrides(
      JSON.stringify({
        models: {
          'openai:gpt-x': { inputUSDPer1M: 1, outputUSDPer1M: 4, cachedInputUSDPer1M: 0.1, cacheWriteUSDPer1M: 1.25 },
          'compatible:ollama/qwen3:8b': { inputUSDPer1M: 0, outputUSDPer1M: 0 },
          'GPT-J': { USDPerSecond: 0.0004 },
        },
      }),
    );
    assert.deepEqual(findings, []);
    assert.deepEqual(
      [...(overrides ?? [])],
      [
        ['openai/gpt-x', { inputUSDPer1M: 1, outputUSDPer1M: 4, cachedInputUSDPer1M: 0.1, cacheWriteUSDPer1M: 1.25 }],
        ['compatible:ollama/qwen3:8b', { inputUSDPer1M: 0, outputUSDPer1M: 0 }],
        ['GPT-J', { USDPerSecond: 0.0004 }],
      ],
    );
  });

  it('reads JSON indented with tabs', () => {
    const text = JSON.stringify({ models: { 'sample/nano': { USDPerSecond: 1 } } }, null, '\t');
    assert.deepEqual(readPriceOverrides(text).findings, []);
  });

  const bad: readonly (readonly [what: string, text: string, code: string, line: number, message: RegExp])[] = [
    ['text that is not JSON', '{\n "models": {\n', 'invalid-json', 2, /not JSON/],
    ['words without quotes', '{"models": {"a": cheap}}', 'invalid-json', 0, /not JSON/],
    ['nothing', '', 'invalid-price', 0, /expected object/],
    ['a list', '[1]', 'invalid-price', 0, /expected object/],
    ['no models', '{}', 'invalid-price', 0, /^models: /],
    ['an unknown field', '{\n"models": {},\n"currency": "EUR"}', 'invalid-price', 0, /currency/],
    [
      'a misspelt rate',
      '{"models": {\n"openai/a": {"inputUSDPer1M": 1, "outputUSDPer1M": 1},\n"openai/b": {"input": 1}}}',
      'invalid-price',
      2,
      /^models > openai\/b: .*"input"/,
    ],
    [
      'a rate in words',
      '{"models": {\n"openai/b": {\n"inputUSDPer1M": "1",\n"outputUSDPer1M": 1}}}',
      'invalid-price',
      2,
      /^models > openai\/b > inputUSDPer1M: .*expected number/,
    ],
    ['a negative rate', '{"models": {"a": {\n"USDPerSecond": -1}}}', 'invalid-price', 1, /USDPerSecond/],
    ['input without output', '{"models": {\n"openai/b": {"inputUSDPer1M": 1}}}', 'invalid-price', 1, /needs both/],
    ['no rate at all', '{"models": {\n"openai/b": {}}}', 'invalid-price', 1, /needs both/],
    ['a key twice', '{"models": {"a": {"USDPerSecond": 1},\n"a": {"USDPerSecond": 2}}}', 'invalid-json', 1, /unique/],
    [
      'a model twice in two spellings',
      '{"models": {"openai/a": {"USDPerSecond": 1},\n"openai:a": {"USDPerSecond": 2}}}',
      'price-given-twice',
      1,
      /openai\/a is priced twice/,
    ],
  ];
  for (const [what, text, code, line, message] of bad) {
    it(`finds ${what}`, () => {
      const { overrides, findings } = readPriceOverrides(text);
      assert.equal(overrides, undefined);
      assert.equal(findings[0]?.code, code);
      assert.equal(findings[0]?.range.start.line, line);
      assert.match(findings[0]?.message ?? '', message);
    });
  }

  it('does not fall for keys of Object.prototype', () => {
    const { overrides } = readPriceOverrides(
      '{"models": {"__proto__": {"USDPerSecond": 1}, "toString": {"USDPerSecond": 2}}}',
    );
    assert.deepEqual(overrides?.get('toString'), { USDPerSecond: 2 });
    assert.equal(overrides?.get('constructor'), undefined);
    assert.equal(({} as { USDPerSecond?: number }).USDPerSecond, undefined);
  });
});

describe('PriceOverrideError', () => {
  it('names the file and line of each finding', () => {
    const { findings } = readPriceOverrides('{"models": {\n"a": {"USDPerSecond": -1},\n"b": {"USDPerSecond": "x"}}}');
    const error = new PriceOverrideError('prices.json', findings);
    assert.equal(error.blame, 'input');
    assert.match(error.message, /^The price file cannot be used\.\nprices\.json:2: .*\nprices\.json:3: /);
  });
});
