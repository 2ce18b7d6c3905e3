import assert from 'node:assert/strict';
import { soFar } from '../../src/webview/soFar.ts';
import { reports } from './panelStates.ts';

describe('soFar', () => {
  it('soFar names the cheapest model that is good enough, and what it saves', () => {
    assert.equal(
      soFar(reports, 100_000),
      'So far openai/gpt-x-mini is good enough: 2.87 times cheaper, about $73.00 saved on 100,000 calls a month.',
    );
  });

  it('soFar says when none is, or when it saves nothing', () => {
    const none = reports.filter(({ status }) => status !== 'satisfies');
    assert.equal(soFar(none, 1000), 'So far no cheaper model is shown to be good enough.');
    const dear = reports.map((report) => (report.status === 'satisfies' ? { ...report, costPerCallUSD: 1 } : report));
    assert.equal(soFar(dear, 1000), 'So far openai/gpt-x-mini is good enough, and not cheaper.');
  });
});
