import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createEquivalence } from '../../src/core/equivalence/createEquivalence.ts';
import { decide } from '../../src/core/policies/cascade.ts';
import { logOdds } from '../../src/core/policies/signals.ts';
import { Knowledge } from '../../src/core/profiling/certified/knowledge.ts';
import { walkPolicy } from '../../src/core/profiling/certified/policyWalk.ts';
import { RoutingConfigError } from '../../src/core/routing/readRoutingConfig.ts';
import { routingConfigText } from '../../src/core/routing/routingConfigText.ts';
import { factsOf, readCascade } from '../../src/runtime/cascadeSource.ts';
import { BIG, cascadeConfig, cascadeFolder, stageFor } from '../support/cascadeFolder.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { knowableInputs } from '../support/knowableInputs.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { sheetRow } from '../support/sheetRow.ts';

const WARM_UP = 150;
const rows = knowableInputs(600, { seed: 31 }).map(({ text, isEasy }, place) => sheetRow(place, text, !isEasy));
const knowledge = Knowledge.learn(rows.slice(0, WARM_UP), ['small']);
const classifier = knowledge!.reports([])[0]!.classifier!;
const sorted = rows.map((row) => knowledge?.of('small', row) ?? 0).sort((a, b) => a - b);
const quantile = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
const accept = {
  score: { atLeast: 0.1 + 0.9 * logOdds(quantile(0.35)), bias: 0.1, weights: { knows: 0.9 } },
  knows: quantile(0.2),
};
const parts = {
  kind: 'cascade' as const,
  stages: [stageFor('small', { share: 0.5, accept }), stageFor(BIG, { share: 0.5 })],
};

describe('A config that is decided by P(IK)', () => {
  after(removeProfileFolders);

  it('decides as the profile did', async () => {
    const folder = cascadeFolder();
    writeFileSync(folder.config, routingConfigText(cascadeConfig({ ...parts, knows: { small: classifier } })));
    const source = await readCascade(folder.config);
    const reading = createEquivalence('exact', { reason: 'asked for' });
    const ways = { kept: 0, skipped: 0, passed: 0 };
    for (const row of rows.slice(WARM_UP)) {
      const text = row.input ?? '';
      const facts = { ...row.facts, knows: (model: string) => knowledge?.of(model, row) };
      const profiled = walkPolicy(parts, { ...row, facts }, reading);
      const first = decide(source.config, [], factsOf(source, text), source.reading);
      const answer = row.answers.get('small')!.answer;
      const second = decide(source.config, [answer], factsOf(source, text), source.reading);
      const keeps = first.stage === 0 && second.kind === 'keep';
      assert.equal(keeps, profiled.keptFrom === 'small', text);
      assert.equal(first.stage === 0, profiled.costUSD > 0, text);
      ways[keeps ? 'kept' : first.stage === 0 ? 'passed' : 'skipped']++;
    }
    assert.ok(ways.kept > 50 && ways.skipped > 50 && ways.passed > 5, JSON.stringify(ways));
  });

  for (const [what, knows] of [
    ['missing', undefined],
    ['damaged', { small: { ...classifier, weights: 'AAAA' } }],
    ['not base64', { small: { ...classifier, weights: '§' } }],
  ] as const) {
    it(`is refused when its classifier is ${what}`, async () => {
      const { config } = cascadeFolder({ ...parts, ...(knows && { knows }) });
      const error = await caughtFrom(readCascade(config), RoutingConfigError);
      assert.deepEqual([error.fault, error.path], ['invalid-config', ['knows']]);
    });
  }
});
