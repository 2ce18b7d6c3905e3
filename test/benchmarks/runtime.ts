import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OpenAI } from 'openai';
import { createEquivalence } from '../../src/core/equivalence/createEquivalence.ts';
import { decide, type Policy } from '../../src/core/policies/cascade.ts';
import { chanceOf } from '../../src/core/policies/chance.ts';
import type { StageAnswer } from '../../src/core/policies/signals.ts';
import type * as Runtime from '../../src/runtime/index.ts';
import { cascadeFolder, stageFor } from '../support/cascadeFolder.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { besideStudent } from './besideStudent.ts';
import { eagerBytes } from './eagerBytes.ts';
import { printRows } from './printRows.ts';
import { startSampleServerProcess } from './sampleServerProcess.ts';
import { median, timed } from './timing.ts';

/**
 * What the built runtime adds to a call: `run` and the bare SDK in turns, in one process, against the sample server in another one (no latency), by the
 * medians; the same for a student in front, beside `run` without one. Beside that, decisions alone, and the bytes that importing the runtime loads. Needs `npm run build`.
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
    ...(await besideStudent({ loadCascade, client, model, calls: Number(flags.calls) })),
    ...(await besideSlowStudent()),
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

  /** The same over a network that takes 20 ms, in which there is time to learn. */
  async function besideSlowStudent() {
    const slow = await startSampleServerProcess(20);
    try {
      const slowClient = new OpenAI({ apiKey: 'none', baseURL: `${slow.url}/v1`, maxRetries: 0 });
      const calls = Math.ceil(Number(flags.calls) / 5);
      const [asked] = await besideStudent({ loadCascade, client: slowClient, model, calls });
      return asked ? [{ ...asked, what: `${asked.what}, answers taking 20 ms` }] : [];
    } finally {
      slow.stop();
    }
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
