import assert from 'node:assert/strict';
import { Pace } from '../../src/vscode/profiles/pace.ts';

describe('Pace', () => {
  it('says nothing before it has seen two seconds of progress', () => {
    const pace = new Pace();
    assert.equal(pace.secondsLeft(0, 0, 100), undefined);
    assert.equal(pace.secondsLeft(1999, 10, 100), undefined);
  });

  it('divides what is left by the pace', () => {
    const pace = new Pace();
    pace.secondsLeft(0, 0, 100);
    assert.equal(pace.secondsLeft(4000, 20, 100), 16);
  });

  it('forgets the quick start from a journal', () => {
    const pace = new Pace();
    pace.secondsLeft(0, 0, 1000);
    pace.secondsLeft(100, 500, 1000);
    for (let second = 1; second <= 40; second++) pace.secondsLeft(100 + second * 1000, 500 + second, 1000);
    assert.equal(Math.round(pace.secondsLeft(41_100, 541, 1000) ?? 0), 459);
  });

  it('says nothing while nothing moves', () => {
    const pace = new Pace();
    pace.secondsLeft(0, 5, 10);
    assert.equal(pace.secondsLeft(60_000, 5, 10), undefined);
  });
});
