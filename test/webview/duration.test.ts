import assert from 'node:assert/strict';
import { duration } from '../../src/webview/duration.ts';

describe('duration', () => {
  const cases: readonly [number, string][] = [
    [0, '1 s'],
    [41.4, '41 s'],
    [60, '1 min'],
    [101, '1 min 40 s'],
    [599, '10 min'],
    [725, '12 min'],
    [7500, '2 h 5 min'],
  ];
  for (const [seconds, text] of cases) {
    it(`duration of ${seconds} s is ${text}`, () => assert.equal(duration(seconds), text));
  }
});
