import assert from 'node:assert/strict';
import { estimateConversation, loadTokenEstimator, tokenUpperBound } from '../../../src/core/models/tokenEstimate.ts';
import { createRandom } from '../../../src/core/random.ts';

describe('loadTokenEstimator', () => {
  const counts: readonly (readonly [text: string, tokens: number])[] = [
    ['', 0],
    ['hello world', 2],
    ['the quick brown fox '.repeat(5000), 20_001],
  ];
  for (const [text, tokens] of counts) {
    it(`counts ${tokens} tokens in ${text.length} characters`, async () => {
      assert.equal((await loadTokenEstimator())(text), tokens);
    });
  }

  it('counts the names of special tokens as text', async () => {
    const estimate = await loadTokenEstimator();
    assert.ok(estimate('<|endoftext|>') > 1);
  });

  const pathological: Readonly<Record<string, string>> = {
    'one letter': 'a'.repeat(60_000),
    spaces: ' '.repeat(60_000),
    'line breaks': '\n'.repeat(60_000),
    'Chinese without spaces': '漢字かな'.repeat(5000),
    emoji: '👩‍👩‍👧‍👦'.repeat(1000),
    signs: '=-'.repeat(30_000),
  };
  for (const [what, text] of Object.entries(pathological)) {
    it(`counts ${text.length} characters of ${what} in under a second of processor time`, async () => {
      const estimate = await loadTokenEstimator();
      const start = process.cpuUsage();
      const tokens = estimate(text);
      const { user, system } = process.cpuUsage(start);
      assert.ok(tokens > 0);
      assert.ok((user + system) / 1e6 < 1, `${(user + system) / 1e6} s`);
    });
  }

  it('is moved little by cutting long runs', async () => {
    const estimate = await loadTokenEstimator();
    const random = createRandom(1);
    const letters = Array.from({ length: 2560 }, () => String.fromCharCode(97 + random.integer(26))).join('');
    const parts = Array.from({ length: 10 }, (_, index) => letters.slice(index * 256, (index + 1) * 256));
    const apart = parts.reduce((sum, part) => sum + estimate(part), 0);
    assert.equal(estimate(letters), apart);
  });
});

describe('estimateConversation', () => {
  it('adds what a chat model adds around messages', () => {
    const messages = [
      { role: 'system', content: 'ab' },
      { role: 'user', content: 'abc' },
    ] as const;
    assert.equal(
      estimateConversation(messages, (text) => text.length),
      2 + 4 + 3 + 4 + 3,
    );
  });
});

describe('tokenUpperBound', () => {
  const texts: Readonly<Record<string, string>> = {
    nothing: '',
    words: 'the quick brown fox',
    Chinese: '漢字かな交じり文',
    emoji: '👩‍👩‍👧‍👦🏳️‍🌈',
    'lone surrogates': '\ud800\ud800',
    'control characters': '\u0000\u0001\u0002\u0003',
    'special tokens': '<|im_start|><|endoftext|>',
  };
  for (const [what, text] of Object.entries(texts)) {
    it(`is above the count of ${what}`, async () => {
      const messages = [{ role: 'user', content: text }] as const;
      const estimate = await loadTokenEstimator();
      assert.ok(tokenUpperBound(messages) > estimateConversation(messages, estimate));
    });
  }

  it('counts bytes, of the normalised text where that is longer, and a margin per message', () => {
    const bound = (...contents: readonly string[]) =>
      tokenUpperBound(contents.map((content) => ({ role: 'user', content })));
    const empty = bound('');
    assert.equal(bound('abc') - empty, 3);
    assert.equal(bound('é') - empty, 2);
    assert.equal(bound('漢') - empty, 3);
    assert.equal(bound('\ufdfa') - empty, 33);
    assert.equal(bound('', '') - empty, 16);
  });
});
