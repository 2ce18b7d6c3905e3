import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OpenAI } from 'openai';
import { createEquivalence } from '../../src/core/equivalence/createEquivalence.ts';
import { decide, type Policy } from '../../src/core/policies/cascade.ts';
import { chanceOf } from '../../src/core/policies/chance.ts';
import type { StageAnswer } from '../../src/core/policies/signals.ts';
import type * as Runtime from '../../src/runtime/index.ts';
import { cascadeConfig, cascadeFolder, stageFor } from '../support/cascadeFolder.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { eagerBytes } from './eagerBytes.ts';
import { printRows } from './printRows.ts';
import { startSampleServerProcess } from './sampleServerProcess.ts';

/**
 * What the built runtime adds to a call: `run` and the bare SDK in turns, in one process, against the sample server in another one (no latency), by the
 * medians. Beside that, decisions alone, and the bytes that importing the runtime loads. Needs `npm run build`.
 */
const { values: flags } = parseArgs({
  options: {
    calls: { type: 'string', default: '2000' },
    decisions: { type: 'string', default: '200000' },
    json: { type: 'boolean', default: false },
  },
});
const WARM_UP_CALLS = 300;
const entry = join(import.meta.dirname, '..', '..', 'dist', 'runtime.js');
const { loadCascade } = (await import(entry)) as typeof Runtime;
const parameters = { temperature: 0, maxOutputTokens: 8 };
const model = 'sample/mini';
const bundleBytes = eagerBytes(entry);

const server = await startSampleServerProcess(0);
try {
  const baseURL = `${server.url}/v1`;
  const client = new OpenAI({ apiKey: 'none', baseURL, maxRetries: 0 });
  const stages = [stageFor(`compatible:box/${model}`, { parameters })];
  const { config } = cascadeFolder({ stages });
  const rows = [
    {
      what: "run with the caller's client, beside that client",
      ...(await overhead(config, { clients: { box: client } })),
    },
    {
      what: 'run with a client of its own, beside the SDK as it comes',
      ...(await overhead(config, { baseURLs: { box: baseURL } })),
    },
    ...(await besideStudent()),
    {
      what: 'decisions alone: 3 stages, learned scores, 5 labels',
      p50OverheadMs: null,
      decisionsPerSecond: decisionRate(),
    },
  ];
  printRows(
    rows.map((row) => ({ ...row, bundleBytes })),
    flags.json,
  );

  /** What a student that learns from every answer, and gives none yet, adds to the same call without it; and what its own answers take. */
  async function besideStudent() {
    const equivalence = {
      name: 'label',
      reason: 'asked for',
      labels: ['billing', 'login', 'bug', 'hardware', 'how_to'],
    };
    const evidence = { ...cascadeConfig().evidence, equivalence };
    const student = { file: 'sort.student.json', delta: 0.5, confidence: 0.95 };
    const taught = cascadeFolder({ stages, evidence, student });
    const cascade = await loadCascade(taught.config, { clients: { box: client } });
    const plain = await loadCascade(config, { clients: { box: client } });
    const times = { plain: [] as number[], asked: [] as number[], kept: [] as number[] };
    for (let index = -WARM_UP_CALLS; index < Number(flags.calls); index++) {
      const text = `${index % 2 === 0 ? 'my card reader lost its charge' : 'i was billed for an invoice twice'} ${index}`;
      const plainMs = await timed(() => plain.run({ text }));
      let isKept = false;
      const ms = await timed(async () => {
        isKept = (await cascade.run({ text })).model === 'student';
      });
      if (index < 0) continue;
      times.plain.push(plainMs);
      times[isKept ? 'kept' : 'asked'].push(ms);
    }
    await cascade.close();
    return [
      {
        what: `run that a student learns from, beside run without one (${times.asked.length} calls)`,
        p50OverheadMs: median(times.asked) - median(times.plain),
        decisionsPerSecond: null,
      },
      {
        what: `run that a student answers, whole (${times.kept.length} calls)`,
        p50OverheadMs: times.kept.length === 0 ? null : median(times.kept),
        decisionsPerSecond: null,
      },
    ];
  }

  async function overhead(file: string, options: Runtime.LoadCascadeOptions) {
    const cascade = await loadCascade(file, options);
    const bare: number[] = [];
    const run: number[] = [];
    for (let index = -WARM_UP_CALLS; index < Number(flags.calls); index++) {
      const text = `my card reader lost its charge ${index}`;
      const bareMs = await timed(async () => {
        const messages = await cascade.template.render({ text });
        await client.chat.completions.create({
          model,
          messages: messages.map(({ role, content }) => ({ role, content })),
          temperature: 0,
          max_tokens: 8,
        });
      });
      const runMs = await timed(() => cascade.run({ text }));
      if (index < 0) continue;
      bare.push(bareMs);
      run.push(runMs);
    }
    return { p50OverheadMs: median(run) - median(bare), decisionsPerSecond: null };
  }
} finally {
  server.stop();
  removeProfileFolders();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** One decision is one call of `decide`; each input takes four: ask, ask, ask, keep. */
function decisionRate(): number {
  const labels = ['billing', 'login', 'bug', 'hardware', 'how_to'];
  const reading = createEquivalence('label', { reason: 'asked for', labels });
  const weights = Object.fromEntries([
    ['certainty', 1],
    ...labels.flatMap((label) => [
      [`label:${label}`, 0.1],
      [`label certainty:${label}`, 0.2],
    ]),
  ]) as Record<string, number>;
  const accept = { score: { atLeast: 100, bias: 0, weights } };
  const second = {
    score: { ...accept.score, weights: { ...weights, 'agrees certainty:a': 1, 'differs certainty:a': -1 } },
  };
  const policy: Policy = {
    kind: 'cascade',
    stages: [{ model: 'a', accept }, { model: 'b', accept: second }, { model: 'c' }],
  };
  const answers = ['a', 'b', 'c'].map(
    (name, index): StageAnswer => ({ model: name, text: labels[index] ?? '', tokenProbability: 0.9 }),
  );
  const wanted = Number(flags.decisions);
  let decisions = 0;
  const started = performance.now();
  for (let input = 0; decisions < wanted; input++) {
    const facts = { chance: chanceOf(1, `my card reader lost its charge ${input}`) };
    for (let asked = 0; asked <= 3; asked++) {
      decide(policy, answers.slice(0, asked), facts, reading);
      decisions++;
    }
  }
  return Math.round(decisions / ((performance.now() - started) / 1000));
}
