import assert from 'node:assert/strict';
import {
  parseSignal,
  type Signal,
  type StageAnswer,
  signalName,
  signalValue,
} from '../../../src/core/policies/signals.ts';

const reading = { labelOf: (text: string) => text.toLowerCase(), same: (one: string, other: string) => one === other };
const earlier: StageAnswer = { model: 'openai/tiny', text: 'Spam', tokenProbability: 0.75 };
const newest: StageAnswer = { model: 'openai/small', text: 'Spam', tokenProbability: 0.9 };
const facts = { chance: 0, knows: (model: string) => (model === 'openai/small' ? 0.6 : undefined) };

describe('signalValue', () => {
  const cases: readonly (readonly [Signal, number])[] = [
    [{ kind: 'certainty' }, Math.log(9)],
    [{ kind: 'knows' }, Math.log(1.5)],
    [{ kind: 'label', label: 'spam' }, 1],
    [{ kind: 'label', label: 'ham' }, 0],
    [{ kind: 'label certainty', label: 'spam' }, Math.log(9)],
    [{ kind: 'agrees', model: 'openai/tiny' }, 1],
    [{ kind: 'agrees certainty', model: 'openai/tiny' }, Math.log(3)],
    [{ kind: 'differs certainty', model: 'openai/tiny' }, 0],
    [{ kind: 'agrees', model: 'openai/unasked' }, 0],
    [{ kind: 'differs certainty', model: 'openai/unasked' }, 0],
  ];
  for (const [signal, value] of cases) {
    it(`reads ${signalName(signal)}`, () => {
      const found = signalValue(signal, [earlier, newest], facts, reading);
      assert.ok(Math.abs(found - value) < 1e-12, `${found}`);
    });
    it(`finds ${signalName(signal)} by its name`, () => {
      assert.deepEqual(parseSignal(signalName(signal)), signal);
    });
  }

  it('is finite at certainty 0 and 1 and without any', () => {
    const of = (tokenProbability: number | undefined) =>
      signalValue({ kind: 'certainty' }, [{ ...newest, tokenProbability }], facts, reading);
    assert.ok(Math.abs(of(1) + of(0)) < 1e-8);
    assert.ok(of(1) > 16 && Number.isFinite(of(1)));
    assert.equal(of(undefined), 0);
  });

  it('knows no other names', () => {
    for (const name of ['', 'certainty:x', 'label', 'agrees:', 'shell:rm']) assert.equal(parseSignal(name), undefined);
  });
});
