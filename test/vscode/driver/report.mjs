/** Prints tests as mocha does and counts them. */
export class Report {
  #results = [];
  #started = Date.now();

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
    this.#results.push({
      suite: name,
      title: 'runs',
      state: 'failed',
      durationMs: 0,
      error: error.stack ?? String(error),
    });
  }

  /** @returns whether all went well */
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
    return failed.length === 0 && count('passed') > 0;
  }
}

function line({ title, state, durationMs }) {
  if (state === 'pending') return `- ${title}`;
  return state === 'passed' ? `\u2714 ${title}${durationMs > 75 ? ` (${durationMs}ms)` : ''}` : `\u2716 ${title}`;
}
