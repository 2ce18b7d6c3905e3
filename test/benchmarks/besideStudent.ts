import { setTimeout } from 'node:timers/promises';
import type { OpenAI } from 'openai';
import type * as Runtime from '../../src/runtime/index.ts';
import { cascadeConfig, cascadeFolder, stageFor } from '../support/cascadeFolder.ts';
import { median, timed } from './timing.ts';

interface Setting {
  readonly loadCascade: typeof Runtime.loadCascade;
  readonly client: OpenAI;
  /** Of the sample server. */
  readonly model: string;
  readonly calls: number;
}

const WARM_UP_CALLS = 100;
const PAUSE_MS = 10;
const labels = ['billing', 'login', 'bug', 'hardware', 'how_to'];
const texts = ['my card reader lost its charge', 'i was billed for an invoice twice', 'i cannot sign in any more'];

/**
 * What a student adds to `run`, in turns with `run` without one: where it learns from every answer (its delta is too small to go live in so few calls), and
 * how long its own answers take.
 */
export async function besideStudent({ loadCascade, client, model, calls }: Setting) {
  const stages = [stageFor(`compatible:box/${model}`, { parameters: { temperature: 0, maxOutputTokens: 8 } })];
  const equivalence = { name: 'label', reason: 'asked for', labels };
  const evidence = { ...cascadeConfig().evidence, equivalence };
  const cascadeWith = (delta: number | undefined) => {
    const student = delta && { student: { file: 'sort.student.json', delta, confidence: 0.95 } };
    return loadCascade(cascadeFolder({ stages, evidence, ...student }).config, { clients: { box: client } });
  };
  const [plain, learning, live] = [await cascadeWith(undefined), await cascadeWith(0.001), await cascadeWith(0.5)];
  const times = { plain: [] as number[], learning: [] as number[], kept: [] as number[] };
  for (let index = -WARM_UP_CALLS; index < calls; index++) {
    const inputs = { text: `${texts[Math.abs(index) % texts.length]} ${index}` };
    // A pause between calls, as between users' requests: else the lessons of one would be counted as time of the next.
    const plainMs = await timed(() => plain.run(inputs));
    await setTimeout(PAUSE_MS);
    const learningMs = await timed(() => learning.run(inputs));
    await setTimeout(PAUSE_MS);
    let isKept = false;
    const liveMs = await timed(async () => {
      isKept = (await live.run(inputs)).model === 'student';
    });
    await setTimeout(PAUSE_MS);
    if (index < 0) continue;
    times.plain.push(plainMs);
    times.learning.push(learningMs);
    if (isKept) times.kept.push(liveMs);
  }
  await Promise.all([plain, learning, live].map((cascade) => cascade.close()));
  const row = (what: string, p50OverheadMs: number) => ({ what, p50OverheadMs, decisionsPerSecond: null });
  return [
    row('run that a student learns from, beside run without one', median(times.learning) - median(times.plain)),
    ...(times.kept.length === 0 ? [] : [row('run that a student answers, the whole of it', median(times.kept))]),
  ];
}
