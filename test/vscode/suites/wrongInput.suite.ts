import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commands, languages, Uri } from 'vscode';
import { readRoutingConfig } from '../../../src/core/routing/readRoutingConfig.ts';
import { commandId } from '../../../src/vscode/ids.ts';
import { answersIn, keysIn } from './support/answersIn.ts';
import { configOf, folder, laySample, set, write } from './support/files.ts';
import { makeReadOnly } from './support/makeReadOnly.ts';
import { panel } from './support/panel.ts';
import { pricesOf } from './support/pricesOf.ts';
import { until } from './support/until.ts';
import { user } from './support/user.ts';

const slow = `${process.env['DOWNTIER_SLOW_URL'] ?? ''}/v1`;
/** Nothing listens there. */
const down = 'http://127.0.0.1:9/v1';
const downModels = ['compatible:down/nano', 'compatible:down/large'];
const models = ['compatible:far/mini', 'compatible:far/large'];

describe('bad input', () => {
  before(async () => {
    await set('baseUrls', { far: slow, down });
    await set('prices', pricesOf([...models, ...downModels]));
    await set('concurrency', 2);
    // Neither clearly kept nor clearly missed on so few rows: every row is asked about, and there is time for something to happen.
    await set('method', 'smart-all');
    await set('delta', 0.2);
    // Calls are tried again for a minute before it gives up: its end is looked at last.
    await set('models', downModels);
    await panel.open(laySample('bad/down', { rows: 30, model: 'compatible:down/large' }));
    user.press('Send');
    panel.send({ type: 'start' });
    await panel.phase('running');
    await set('models', models);
  });
  after(async () => {
    for (const name of ['baseUrls', 'prices', 'models', 'concurrency', 'method', 'delta', 'maxSpendUSD'] as const)
      await set(name, undefined);
  });
  beforeEach(() => {
    user.reset();
    panel.failures.length = 0;
  });

  it('a prompt with a syntax error: the panel says so and does not start', async () => {
    const prompt = write('bad/broken.prompty', '---\nname: [\n---\nuser:\n{{ticket\n');
    await panel.show(prompt);
    const { setup } = await panel.until(
      'a problem',
      ({ setup: { prompt: shown, problems, busy } }) => shown?.path === prompt && !busy && problems.length > 0,
    );
    assert.match(setup.problems.join(' '), /The prompt cannot be used\.\s.*broken\.prompty:\d+: /);
    panel.send({ type: 'start' });
    await panel.until('nothing runs', ({ profile }) => profile.phase === 'none');
  });

  it('a prompt that is not there', async () => {
    const prompt = join(dirname(write('bad/there.txt', '')), 'gone.prompty');
    await panel.show(prompt);
    await panel.until(
      'a problem',
      ({ setup: { prompt: shown, problems, busy } }) =>
        shown?.path === prompt && !busy && /gone\.prompty .*; check its path/.test(problems.join(' ')),
    );
  });

  it('a dataset that is gone: the panel says so', async () => {
    const prompt = laySample('bad/gone', { rows: 30, model: 'compatible:far/large' });
    await panel.open(prompt);
    panel.send({ type: 'chooseData', path: join(dirname(prompt), 'tickets.csv') });
    rmSync(join(dirname(prompt), 'tickets.csv'));
    panel.send({ type: 'start' });
    await panel.until('a word about it', ({ setup }) =>
      /tickets\.csv does not exist; check the dataset's path/.test([...panel.failures, ...setup.problems].join(' ')),
    );
  });

  it('a dataset that changes while the profile runs: it ends with the rows it has read, and the config is stale from the start', async function () {
    this.timeout(60_000);
    const prompt = await running('bad/changing', 40);
    appendFileSync(join(dirname(prompt), 'tickets.csv'), 'T9,"One more",chat,free,billing\n');
    await panel.phase('done', 40_000);
    panel.send({ type: 'writeConfig' });
    await panel.until('it is written', ({ profile: now }) => now.phase === 'done' && now.configWritten);
    const config = readRoutingConfig(configOf(prompt), readFileSync(configOf(prompt), 'utf8'));
    assert.equal(config.dataset.rows, 40);
    const found = await until('it is said to be stale', () =>
      languages.getDiagnostics(Uri.file(configOf(prompt))).find(({ code }) => code === 'dataset-changed'),
    );
    assert.match(found.message, /tickets\.csv has changed since it was profiled.*[Pp]rofile/s);
  });

  it('a base URL in plain http elsewhere is refused', async () => {
    await set('baseUrls', { down, far: 'http://models.example.invalid/v1' });
    const prompt = laySample('bad/plain', { rows: 30, model: 'compatible:far/large' });
    await panel.show(prompt);
    const { setup } = await panel.until(
      'a problem',
      ({ setup: { prompt: shown, problems, busy } }) => shown?.path === prompt && !busy && problems.length > 0,
    );
    await set('baseUrls', { far: slow, down });
    assert.match(
      setup.problems.join(' '),
      /plain http to models\.example\.invalid would show keys .*use https.*downtier\.baseUrls/,
    );
  });

  it('a cap too small for one row: the panel says what is needed', async () => {
    await set('maxSpendUSD', 0.000001);
    const prompt = laySample('bad/cap', { rows: 30, model: 'compatible:far/large' });
    await panel.show(prompt);
    await panel.until(
      'a problem',
      ({ setup: { prompt: shown, problems } }) =>
        shown?.path === prompt &&
        /too small for even one row.*Raise the cap or lower the output limit/.test(problems.join(' ')),
    );
  });

  describe('a cap that is reached', () => {
    let prompt: string;
    before(() => set('maxSpendUSD', 0.005));
    after(() => set('maxSpendUSD', undefined));

    it('no more than it is spent, and the result says that it is all the cap allowed', async function () {
      this.timeout(60_000);
      prompt = laySample('bad/reached', { rows: 60, model: 'compatible:far/large' });
      await panel.open(prompt);
      user.press('Send');
      panel.send({ type: 'start' });
      const { profile } = await panel.phase('done', 40_000);
      assert.equal(profile.phase === 'done' && profile.result.stopped, 'spending cap');
      const spentUSD = answersIn(dirname(prompt)).reduce((sum, { costUSD }) => sum + costUSD, 0);
      assert.ok(spentUSD > 0.002 && spentUSD <= 0.005, `${spentUSD} was spent`);
    });

    it('with a higher one it goes on from there', async function () {
      this.timeout(60_000);
      const before = keysIn(dirname(prompt));
      await set('maxSpendUSD', undefined);
      panel.send({ type: 'back' });
      await panel.phase('none');
      panel.send({ type: 'start' });
      const { profile } = await panel.phase('done', 40_000);
      assert.equal(profile.phase === 'done' && profile.result.stopped, 'out of items');
      const keys = keysIn(dirname(prompt));
      assert.equal(new Set(keys).size, keys.length, 'something was asked twice');
      assert.deepEqual(keys.slice(0, before.length), before);
    });
  });

  describe('a folder that is read-only', () => {
    let prompt: string;
    let undo: () => void = () => undefined;
    before(() => set('models', []));
    after(async () => {
      undo();
      await set('models', models);
    });

    it('before it starts: nothing is sent, and the message says what to do', async function () {
      prompt = laySample('bad/readonly', { rows: 60 });
      await panel.open(prompt);
      undo = makeReadOnly(dirname(prompt)) ?? this.skip();
      panel.send({ type: 'start' });
      const { profile } = await panel.phase('failed');
      assert.match(
        profile.phase === 'failed' ? profile.message : '',
        /cannot be written to .*triage\.cascade\.json.*writable/,
      );
      undo();
      assert.equal(existsSync(join(dirname(prompt), '.downtier')), false);
    });

    it('when the config is written: the message says what to do, and the result is kept', async function () {
      this.timeout(60_000);
      panel.send({ type: 'start' });
      await panel.phase('done', 40_000);
      undo = makeReadOnly(dirname(prompt)) ?? this.skip();
      user.reset();
      panel.send({ type: 'writeConfig' });
      await user.hears(/cannot be written to .*triage\.cascade\.json.*Make its folder writable, then try again/);
      assert.equal(panel.state?.profile.phase, 'done');
      undo();
      panel.send({ type: 'writeConfig' });
      await panel.until('it is written', ({ profile }) => profile.phase === 'done' && profile.configWritten);
    });
  });

  it('settings that hold nonsense are said, not thrown', async () => {
    const prompt = laySample('bad/settings', { rows: 30 });
    await set('models', ['no model at all'] as never);
    await panel.show(prompt);
    await panel.until(
      'a problem',
      ({ setup: { prompt: shown, problems, busy } }) =>
        shown?.path === prompt && !busy && /"no model at all" is not a model id: .*Write /.test(problems.join(' ')),
    );
    await set('models', models);
  });

  it('a document that was never saved is refused with a reason', async () => {
    await commands.executeCommand(commandId('profilePrompt'), Uri.parse('untitled:Untitled-9.prompty'));
    await user.hears(/not a file on a disk/);
  });

  it('an empty dataset', async () => {
    const prompt = laySample('bad/empty', { rows: 30 });
    writeFileSync(join(dirname(prompt), 'tickets.csv'), '');
    await panel.show(prompt);
    await panel.until(
      'a problem',
      ({ setup: { prompt: shown, problems, busy } }) =>
        shown?.path === prompt && !busy && /tickets\.csv (is empty|holds no rows).*add/.test(problems.join(' ')),
    );
  });

  it('a provider that is down: it ends with a message, and can be gone on with', async function () {
    this.timeout(100_000);
    const prompt = join(folder(), 'bad/down/triage.prompty');
    await panel.show(prompt);
    const { profile } = await panel.until(
      'the end',
      ({ setup, profile: now }) => setup.prompt?.path === prompt && now.phase === 'failed',
      90_000,
    );
    assert.equal(profile.phase === 'failed' && profile.resumable, true);
    assert.match(
      profile.phase === 'failed' ? profile.message : '',
      /The connection to http:\/\/127\.0\.0\.1:9 for compatible:down\/\w+ failed .*Is the server running, and reachable\?.*nothing paid for is paid again/,
    );
  });
});

/** A profile under way, in a folder of its own. @returns its prompt */
async function running(name: string, rows: number): Promise<string> {
  const prompt = laySample(name, { rows, model: 'compatible:far/large' });
  await panel.open(prompt);
  user.press('Send');
  panel.send({ type: 'start' });
  await panel.until('some answers', ({ profile }) => profile.phase === 'running' && (profile.progress?.items ?? 0) > 0);
  return prompt;
}
