import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRandom } from '../../../src/core/random.ts';
import type { RoutingConfig } from '../../../src/core/routing/routingConfig.ts';
import { type ApplySummary, applyCascade } from '../../../src/engine/apply/applyCascade.ts';
import type { ApplyOptions } from '../../../src/engine/apply/applyOptions.ts';
import { prepareApply } from '../../../src/engine/apply/prepareApply.ts';
import { progressFileOf } from '../../../src/engine/apply/progressFile.ts';
import type { World } from '../../../src/engine/profileOptions.ts';
import { environmentKeys } from '../../../src/node/environmentKeys.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { type SampleServer, startSampleServer } from '../../../src/providers/sample/sampleServer.ts';
import { faithfulModel } from '../../support/cannedModels.ts';
import { BIG, cascadeFolder, NANO, stageFor } from '../../support/cascadeFolder.ts';
import { type ProfileFolder, removeProfileFolders } from '../../support/profileFolder.ts';

const ROWS = 120;
const mix: Partial<RoutingConfig> = {
  kind: 'mix',
  stages: [stageFor(NANO, { share: 0.5 }), stageFor(BIG, { share: 0.5 })],
};

let server: SampleServer;
let arrivals = 0;
let onArrival = (): void => undefined;

before(async () => {
  server = await startSampleServer({
    models: [faithfulModel('gpt-4.1-nano'), faithfulModel('gpt-4o')],
    onRequest: () => {
      arrivals++;
      onArrival();
    },
  });
});
after(async () => {
  await server.close();
  removeProfileFolders();
});
beforeEach(() => {
  arrivals = 0;
  onArrival = () => undefined;
});

function optionsFor(folder: ProfileFolder, more: Partial<ApplyOptions> = {}): ApplyOptions {
  return {
    configFile: folder.config,
    dataFile: folder.data,
    outFile: folder.file('out.jsonl'),
    format: 'jsonl',
    overwrite: false,
    allowChangedPrompt: false,
    onFailure: 'next stage',
    maxSpendUSD: 5,
    concurrency: 3,
    timeoutMs: 5000,
    pricesFile: undefined,
    journalFolder: undefined,
    rowsPerSegment: 7,
    ...more,
  };
}

async function applied(options: ApplyOptions, signal = new AbortController().signal): Promise<ApplySummary> {
  const world: World = {
    clock: systemClock, // what is under way at a cancel comes home within a real moment
    today: '2026-11-01',
    sampleFolder: '',
    ...environmentKeys({ OPENAI_BASE_URL: `${server.url}/v1` }),
  };
  const prepared = await prepareApply(options, world);
  try {
    for await (const event of applyCascade(prepared, world, signal)) if (event.type === 'done') return event.summary;
    return assert.fail('it ended without a done event');
  } finally {
    await prepared.close();
  }
}

const outputOf = (folder: ProfileFolder) => readFileSync(folder.file('out.jsonl'), 'utf8');

describe('applyCascade', () => {
  it('answers every row in order', async () => {
    const folder = cascadeFolder(mix, ROWS);
    const summary = await applied(optionsFor(folder));
    const rows = outputOf(folder)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      rows.map(({ row }) => row),
      Array.from({ length: ROWS }, (_, index) => index),
    );
    assert.ok(rows.every(({ output, expected }) => output === expected));
    assert.equal(summary.rows, ROWS);
    assert.equal((summary.rowsByModel.get(NANO) ?? 0) + (summary.rowsByModel.get(BIG) ?? 0), ROWS);
    const costs = rows.reduce((sum, { costUSD }) => sum + (costUSD as number), 0);
    assert.ok(Math.abs(summary.spentUSD - costs) < 1e-12);
    assert.ok(!existsSync(progressFileOf(folder.file('out.jsonl'))));
  });

  it('cancelled again and again, through many segments, ends as an undisturbed run does and asks nothing twice', async () => {
    const undisturbed = cascadeFolder(mix, ROWS);
    const whole = await applied(optionsFor(undisturbed));
    arrivals = 0;
    const folder = cascadeFolder(mix, ROWS);
    const random = createRandom(5);
    let cancelled = 0;
    for (let done = false; !done; ) {
      const stop = new AbortController();
      const last = arrivals + 1 + random.integer(12);
      onArrival = () => {
        if (arrivals === last) stop.abort(new Error('enough'));
      };
      try {
        const summary = await applied(optionsFor(folder), stop.signal);
        assert.deepEqual({ ...summary, rowsBefore: 0 }, { ...whole, spentUSD: summary.spentUSD });
        assert.ok(Math.abs(summary.spentUSD - whole.spentUSD) < 1e-12, `${summary.spentUSD} ${whole.spentUSD}`);
        done = true;
      } catch (error) {
        assert.equal((error as Error).message, 'enough');
        cancelled++;
      }
      if (existsSync(progressFileOf(folder.file('out.jsonl'))))
        assert.ok(statSync(progressFileOf(folder.file('out.jsonl'))).size < 30_000, 'answers are not forgotten');
    }
    assert.ok(cancelled >= 8, `cancelled ${cancelled} times only`);
    assert.equal(outputOf(folder), outputOf(undisturbed));
    assert.equal(arrivals, ROWS);
  });

  it('keeps what was paid when the cap is reached, and goes on with a higher one', async () => {
    const folder = cascadeFolder(mix, ROWS);
    const wholeUSD = (await applied(optionsFor(cascadeFolder(mix, ROWS)))).spentUSD;
    arrivals = 0;
    await assert.rejects(
      applied(optionsFor(folder, { maxSpendUSD: wholeUSD / 2 })),
      /spending cap .* was reached.*Raise --max-spend/,
    );
    assert.ok(arrivals < ROWS);
    const summary = await applied(optionsFor(folder));
    assert.equal(summary.rows, ROWS);
    assert.ok(summary.rowsBefore > 0);
    assert.equal(arrivals, ROWS);
  });
});
