import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

/** One test's end, as it is written to the result file. */
export interface TestResult {
  readonly title: string;
  readonly suite: string;
  readonly state: 'passed' | 'failed' | 'pending';
  readonly durationMs: number;
  readonly error: string | undefined;
}

const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, grep: process.env['TEST_GREP'] || /./ });
// The suites are bundled with this file and run right after it: what mocha would do for each file it loads.
mocha.suite.emit('pre-require', globalThis, '', mocha);

/** What the extension host calls. Rejects when a test failed. */
export async function run(): Promise<void> {
  const tests: TestResult[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    const note = (test: Mocha.Runnable, state: TestResult['state'], error?: unknown): void => {
      const suite = test.parent?.fullTitle() ?? '';
      tests.push({ title: test.title, suite, state, durationMs: test.duration ?? 0, error: wordsOf(error) });
    };
    runner.on('pass', (test) => note(test, 'passed'));
    runner.on('pending', (test) => note(test, 'pending'));
    runner.on('fail', (test, error) => note(test, 'failed', error));
  });
  const file = process.env['TEST_RESULT_FILE'];
  if (file) writeFileSync(file, JSON.stringify({ failures, tests }));
  if (failures > 0) throw new Error(`${failures} failed`);
}

function wordsOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? (error.stack ?? error.message) : format(error);
}
