import Mocha from 'mocha';

/** Runs suites in this process. @returns the tests with their states */
export async function runHere(files) {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: silent, grep: process.env.TEST_GREP || /./ });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const results = [];
  await new Promise((resolve) => {
    const runner = mocha.run(resolve);
    const note = (test, state, error) =>
      results.push({
        suite: test.parent.fullTitle(),
        title: test.title,
        state,
        durationMs: test.duration ?? 0,
        error: error && String(error.stack ?? error),
      });
    runner.on('pass', (test) => note(test, 'passed'));
    runner.on('pending', (test) => note(test, 'pending'));
    runner.on('fail', (test, error) => note(test, 'failed', error));
  });
  return results;
}

/** The results are printed together with those of the hosts. */
function silent() {
  return undefined;
}
