/** Prints tests as mocha does and counts them. */
export class Report {
  #results = [];
  #started = Date.now();
  /** The run itself did not work, whatever the tests that ran say. */
  #broken = false;

  /** @param results `{suite, title, state, durationMs, error}` each */
  add(name, results, durationMs) {
    process.stdout.write(`\n  ${name} (${(durationMs / 1000).toFixed(1)} s)\n`);
    let suite;
    for (const result of results) {
      if (result.suite !== suite) process.stdout.write(`    ${result.suite}\n`);
      suite = result.suite;
      process.stdout.write(`      ${line(result)}\n`);
    }
    if (results.length === 0) this.fail(name, new Error('No test ran.'));
    this.#results.push(...results);
  }

  /** Something that had to work for the tests to run did not. */
  fail(name, error) {
    this.#broken = true;
    const words = error.stack ?? String(error);
    this.#results.push({ suite: name, title: 'runs', state: 'failed', durationMs: 0, error: words });
  }

  /** These files of suites could not run on this machine. */
  skip(files) {
    for (const file of files) this.#results.push({ suite: file, title: file, state: 'pending', durationMs: 0 });
  }

  /** @returns the exit code: 0 all went well, 1 a test failed, 2 the run itself did not work */
  end() {
    const count = (state) => this.#results.filter((result) => result.state === state).length;
    const seconds = Math.round((Date.now() - this.#started) / 1000);
    process.stdout.write(`\n\n  ${count('passed')} passing (${seconds}s)\n`);
    if (count('pending') > 0) process.stdout.write(`  ${count('pending')} pending\n`);
    process.stdout.write(`  ${count('failed')} failing\n\n`);
    const failed = this.#results.filter(({ state }) => state === 'failed');
    for (const [index, { suite, title, error }] of failed.entries()) {
      process.stdout.write(`  ${index + 1}) ${suite}\n       ${title}:\n${error.replace(/^/gm, '     ')}\n\n`);
    }
    if (this.#broken || this.#results.length === 0) return 2;
    return failed.length === 0 ? 0 : 1;
  }
}

function line({ title, state, durationMs }) {
  if (state === 'pending') return `- ${title}`;
  return state === 'passed' ? `\u2714 ${title}${durationMs > 75 ? ` (${durationMs}ms)` : ''}` : `\u2716 ${title}`;
}
