import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationTarget, commands, Uri, window, workspace } from 'vscode';
import { readRoutingConfig } from '../../../src/core/routing/readRoutingConfig.ts';
import { commandId } from '../../../src/vscode/ids.ts';
import { keysIn } from './support/answersIn.ts';
import { configOf, folder, laySample, set } from './support/files.ts';
import { panel } from './support/panel.ts';
import { pricesOf } from './support/pricesOf.ts';
import { until } from './support/until.ts';
import { user } from './support/user.ts';

const slow = process.env['DOWNTIER_SLOW_URL'] ?? '';
const family = ['compatible:slow/mini', 'compatible:slow/large'];

describe('profiling', () => {
  beforeEach(() => user.reset());

  it('Try the sample lays it out, opens its prompt, and readies the panel', async () => {
    await commands.executeCommand(commandId('trySample'));
    const prompt = join(folder(), 'downtier-sample/triage.prompty');
    const { setup } = await panel.settled(prompt);
    assert.deepEqual(setup.problems, []);
    assert.equal(setup.data?.rows, 1500);
    assert.equal(setup.reference, 'sample/large');
    assert.equal(setup.preview.length, 3);
    assert.ok(window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'triage.prompty')));
  });

  it('profiles the sample, says what it found, and writes the routing config', async function () {
    this.timeout(90_000);
    const prompt = join(folder(), 'downtier-sample/triage.prompty');
    await panel.settled(prompt);
    const seen = new Set<number>();
    panel.send({ type: 'start' });
    const { profile } = await panel.until(
      'the end',
      ({ profile: now }) => {
        if (now.phase === 'running' && now.progress) seen.add(now.progress.items);
        return now.phase === 'done';
      },
      60_000,
    );
    assert.equal(profile.phase, 'done');
    assert.ok(seen.size > 0, 'there was no progress');
    assert.match(profile.sentence, /sample\//);
    assert.equal(existsSync(configOf(prompt)), false);
    panel.send({ type: 'writeConfig' });
    await panel.until('it is written', ({ profile: now }) => now.phase === 'done' && now.configWritten);
    const config = readRoutingConfig(configOf(prompt), readFileSync(configOf(prompt), 'utf8'));
    assert.equal(config.prompt?.file, 'triage.prompty');
    assert.equal(config.dataset.file, 'tickets.csv');
    assert.ok((config.evidence.cost.savingsRatio ?? 0) > 1, 'nothing is saved');
    assert.ok(config.guarantee.deviationUpperBound <= config.guarantee.delta);
  });

  it('puts a student in front where that is wished for, in the config that is written already, and takes it out again', async () => {
    const file = configOf(join(folder(), 'downtier-sample/triage.prompty'));
    const studentIn = () => readRoutingConfig(file, readFileSync(file, 'utf8')).student;
    assert.equal(studentIn(), undefined);
    for (const inFront of [true, false]) {
      panel.send({ type: 'setStudent', inFront });
      await panel.until(
        'it is written again',
        ({ profile: now }) => now.phase === 'done' && now.configWritten && now.studentInFront === inFront,
      );
      const section = { file: 'triage.student.json', delta: 0.02, confidence: 0.95 };
      assert.deepEqual(studentIn(), inFront ? section : undefined);
    }
  });

  it('opens the config it wrote', async () => {
    panel.send({ type: 'openConfig' });
    const config = configOf(join(folder(), 'downtier-sample/triage.prompty'));
    await until('its editor', () => window.visibleTextEditors.some(({ document }) => document.fileName === config));
  });

  it('Estimate cost says what a call and profiling cost', async () => {
    const prompt = laySample('estimated');
    await commands.executeCommand(commandId('estimateCost'), Uri.file(prompt));
    const { text } = await user.hears(/about \d+ input tokens a call/);
    assert.match(text, /Profiling costs about \$[\d.]+, at most \$[\d.]+/);
  });

  describe('of models behind a slow server', () => {
    before(async () => {
      await set('baseUrls', { slow: `${slow}/v1` }, ConfigurationTarget.Workspace);
      await set('prices', pricesOf(family), ConfigurationTarget.Workspace);
      await set('models', family, ConfigurationTarget.Workspace);
      await set('reference', 'compatible:slow/large', ConfigurationTarget.Workspace);
      // Neither clearly kept nor clearly missed on so few rows: every row is asked about, and there is time to interrupt it.
      await set('method', 'smart-all', ConfigurationTarget.Workspace);
      await set('delta', 0.2, ConfigurationTarget.Workspace);
      await set('concurrency', 2, ConfigurationTarget.Workspace);
    });
    after(async () => {
      for (const name of ['baseUrls', 'prices', 'models', 'reference', 'method', 'delta', 'concurrency'] as const) {
        await set(name, undefined, ConfigurationTarget.Workspace);
      }
    });

    it('asks before rows are first sent, naming provider, host and number, and sends nothing without consent', async () => {
      const prompt = laySample('asked', { rows: 100, model: 'compatible:slow/large' });
      await panel.open(prompt);
      panel.send({ type: 'start' });
      const told = await user.hears(/Send up to 100 rows of tickets\.csv to .*127\.0\.0\.1/);
      assert.equal(told.modal, true);
      assert.equal(panel.state?.profile.phase, 'none');
      assert.equal(existsSync(join(dirname(prompt), '.downtier')), false);
    });

    it('remembers the consent', async function () {
      this.timeout(60_000);
      const prompt = laySample('asked', { rows: 100, model: 'compatible:slow/large' });
      await panel.open(prompt);
      user.press('Send');
      panel.send({ type: 'start' });
      await panel.phase('running');
      panel.send({ type: 'cancel' });
      await panel.phase('none');
      user.reset();
      panel.send({ type: 'start' });
      await panel.until('answers', ({ profile }) => profile.phase === 'running' && (profile.progress?.items ?? 0) > 0);
      assert.deepEqual(
        user.told.filter(({ modal }) => modal),
        [],
      );
      panel.send({ type: 'cancel' });
      await panel.phase('none');
    });

    it('Resume profile goes on with the one that was stopped', async function () {
      this.timeout(60_000);
      await commands.executeCommand(commandId('resumeProfile'));
      await panel.phase('running');
      await panel.phase('done', 40_000);
    });

    it('stops within two seconds of a cancel, keeps what was paid for, and goes on from there', async function () {
      this.timeout(60_000);
      const prompt = laySample('cancelled', { rows: 60, model: 'compatible:slow/large' });
      await panel.open(prompt);
      user.press('Send');
      panel.send({ type: 'start' });
      await panel.until(
        'some answers',
        ({ profile }) => profile.phase === 'running' && (profile.progress?.items ?? 0) >= 4,
      );
      const started = performance.now();
      panel.send({ type: 'cancel' });
      const { setup } = await panel.phase('none');
      assert.ok(performance.now() - started < 2000, `stopping took ${performance.now() - started} ms`);
      assert.equal(setup.resumable, true);
      const paid = keysIn(dirname(prompt));
      assert.ok(paid.length >= 4, `${paid.length} answers are kept`);
      await set('concurrency', 64, ConfigurationTarget.Workspace);
      panel.send({ type: 'start' });
      await panel.phase('done', 40_000);
      await set('concurrency', 2, ConfigurationTarget.Workspace);
      const keys = keysIn(dirname(prompt));
      assert.equal(new Set(keys).size, keys.length, 'something was asked twice');
      assert.deepEqual(keys.slice(0, paid.length), paid);
    });

    it('says how it ended where the panel is closed, and offers to write the config', async function () {
      this.timeout(60_000);
      const prompt = laySample('closed', { rows: 40, model: 'compatible:slow/large' });
      await panel.open(prompt);
      user.press('Send');
      panel.send({ type: 'start' });
      await panel.phase('running');
      panel.page?.dispose();
      user.press('Write config');
      const { buttons } = await user.hears(/slow\//);
      assert.deepEqual(buttons, ['Write config', 'Show result']);
      await until('the config', () => existsSync(configOf(prompt)));
    });

    it('runs once however often it is started, and beside that of another prompt', async function () {
      this.timeout(60_000);
      const first = laySample('both/first', { rows: 40, model: 'compatible:slow/large' });
      const second = laySample('both/second', { rows: 40, model: 'compatible:slow/large' });
      for (const prompt of [first, second]) {
        await panel.open(prompt);
        user.press('Send');
        panel.send({ type: 'start' });
        await panel.phase('running');
        panel.send({ type: 'start' });
      }
      await panel.phase('done', 40_000);
      await commands.executeCommand(commandId('profilePrompt'), Uri.file(first));
      await panel.until(
        'the first is done too',
        ({ profile }) => profile.phase === 'done' && profile.configFile === configOf(first),
        40_000,
      );
      for (const prompt of [first, second]) {
        const keys = keysIn(dirname(prompt));
        assert.ok(keys.length > 0);
        assert.equal(new Set(keys).size, keys.length, 'something was asked twice');
      }
    });
  });

  it('Configure models writes the picked ones and the reference', async () => {
    user.pick('sample/nano', 'sample/large');
    user.pick('sample/large');
    await commands.executeCommand(commandId('configureModels'));
    const settings = workspace.getConfiguration('downtier');
    try {
      assert.deepEqual([...(settings.get<string[]>('models') ?? [])].sort(), ['sample/large', 'sample/nano']);
      assert.equal(settings.get('reference'), 'sample/large');
    } finally {
      await set('models', undefined);
      await set('reference', undefined);
    }
  });

  it('Set price writes the price of a model, and refuses what is no amount', async () => {
    user.type('dear');
    await commands.executeCommand(commandId('setPrice'), 'compatible:mybox/llama');
    await user.hears(/amount in USD/);
    user.type('0.5');
    user.type('1.5');
    await commands.executeCommand(commandId('setPrice'), 'compatible:mybox/llama');
    try {
      assert.deepEqual(workspace.getConfiguration('downtier').get('prices'), {
        'compatible:mybox/llama': { inputUSDPer1M: 0.5, outputUSDPer1M: 1.5 },
      });
    } finally {
      await set('prices', undefined);
    }
  });
});
