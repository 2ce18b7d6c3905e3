// `npm test`: the gate (format, lint, types), the build, and every suite; ends with one line that counts all tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const suites = [
  { name: 'fast', command: ['npx', 'mocha', '--ignore', 'test/**/*.slow.test.ts', 'test/**/*.test.ts'] },
  { name: 'slow', command: ['npx', 'mocha', '--timeout', '300000', 'test/**/*.slow.test.ts'] },
];

let passed = 0;
let failed = 0;
let skipped = 0;

for (const step of [
  ['npm', 'run', 'check'],
  ['npm', 'run', 'build'],
]) {
  const { code } = await run(step);
  if (code === 0) passed++;
  else failed++;
}
for (const { name, command } of suites) {
  process.stdout.write(`\n== ${name} ==\n`);
  const { code, text } = await run(command);
  const count = (word) => Number(new RegExp(`^\\s+(\\d+) ${word}`, 'm').exec(text)?.[1] ?? 0);
  passed += count('passing');
  failed += count('failing');
  skipped += count('pending');
  const ranNone = count('passing') + count('failing') === 0;
  // A runner that died, or found nothing to run, is a failure even if it counted none.
  if ((code !== 0 && count('failing') === 0) || ranNone) failed++;
}
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs a command, passing its output on while it comes. */
async function run([program, ...args]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    text += piece;
    process.stdout.write(piece);
  });
  const [code] = await once(child, 'close');
  return { code, text };
}
