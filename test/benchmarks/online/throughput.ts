import { Student } from '../../../src/core/students/student.ts';
import { cpuSeconds } from './cpuSeconds.ts';
import type { Lesson } from './methods.ts';

const textLength = 1024;
const decisions = 20_000;

/** Decisions of a trained student on texts of 1,024 characters, made of the recording's own, per second of processor time; the best of five rounds. */
export function measureThroughput({ items, labels, seed }: Lesson) {
  const student = new Student({ labels, promptSha256: '', seed, aim: { kind: 'tradeoff', mu: 0.5 } });
  for (const item of items.slice(0, 1000)) student.learn(student.decide(item.text), item.expert);
  const long = items.map((item) => item.text).join(' ');
  const count = Math.min(2000, Math.floor(long.length / textLength));
  // A copy: a slice would remain a view into one huge string.
  const texts = Array.from({ length: count }, (_, i) =>
    Buffer.from(long.slice(i * textLength, (i + 1) * textLength)).toString(),
  );
  let decisionsPerSecond = 0;
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    for (let i = 0; i < decisions; i++) student.decide(texts[i % count] ?? '');
    decisionsPerSecond = Math.max(decisionsPerSecond, decisions / cpuSeconds(start));
  }
  return { decisionsPerSecond: Math.round(decisionsPerSecond), bytesOfText: textLength };
}
