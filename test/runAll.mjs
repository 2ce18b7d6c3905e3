// `npm test`: the gate (format, lint, types), the build, and every suite; ends with one line that counts all tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tallyOf } from './tally.ts';

const gate = [
  ['npm', 'run', 'check'],
  ['npm', 'run', 'build'],
];
const suites = [
  { name: 'fast', command: ['npx', 'mocha', '--ignore', 'test/**/*.slow.test.ts', 'test/**/*.test.ts'] },
  { name: 'slow', command: ['npx', 'mocha', '--timeout', '300000', 'test/**/*.slow.test.ts'] },
  { name: 'vscode', command: ['npm', 'run', '--silent', 'test:vscode'] },
];

const times = [];
const sum = { passed: 0, failed: 0, skipped: 0 };

for (const step of gate) {
  const { code } = await run(step.at(-1), step);
  if (code === 0) sum.passed++;
  else sum.failed++;
}
for (const { name, command } of suites) {
  process.stdout.write(`\n== ${name} ==\n`);
  const tally = tallyOf(await run(name, command));
  for (const key of Object.keys(sum)) sum[key] += tally[key];
}
process.stdout.write(`\n${times.join(', ')}\n`);
process.stdout.write(
  `\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}\n`,
);
process.exitCode = sum.failed === 0 ? 0 : 1;

/** Runs a command, passing its output on while it comes, and notes how long it took. */
async function run(name, [program, ...args]) {
  const started = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    text += piece;
    process.stdout.write(piece);
  });
  const [code] = await once(child, 'close');
  times.push(`${name} ${Math.round((performance.now() - started) / 1000)} s`);
  return { code, text };
}
