import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from 'vscode';
import { commandId } from '../../../src/vscode/ids.ts';
import { folder, laySample, set } from './support/files.ts';
import { panel } from './support/panel.ts';
import { pricesOf } from './support/pricesOf.ts';
import { user } from './support/user.ts';

const keyed = `${process.env['DOWNTIER_KEYED_URL'] ?? ''}/v1`;

const models = ['compatible:keyed/nano', 'compatible:keyed/large'];

describe('API keys', () => {
  before(async () => {
    await set('baseUrls', { keyed });
    await set('prices', pricesOf(models));
    await set('models', models);
  });
  after(async () => {
    for (const name of ['baseUrls', 'prices', 'models'] as const) await set(name, undefined);
  });
  beforeEach(() => user.reset());

  it('there is none at first', async () => {
    await commands.executeCommand(commandId('removeApiKey'));
    await user.hears(/No API key is stored/);
    const { setup } = await panel.open(laySample('keyed', { rows: 30, model: 'compatible:keyed/large' }));
    assert.notEqual(keyOf(setup.models), 'stored');
  });

  it('an empty one is not taken', async () => {
    user.type('  ');
    await commands.executeCommand(commandId('setApiKey'), 'keyed');
    await user.hears(/Paste the key/);
  });

  it('a wrong one ends the profile with a message that offers to set it', async () => {
    await storeKey('wrong-key');
    await panel.until('it is seen', ({ setup }) => !setup.busy && keyOf(setup.models) !== 'missing');
    user.press('Send');
    panel.send({ type: 'start' });
    const { profile } = await panel.phase('failed');
    assert.match(profile.phase === 'failed' ? profile.message : '', /did not accept the key .*; check KEYED_API_KEY/);
    assert.doesNotMatch(profile.phase === 'failed' ? profile.message : '', /wrong-key/);
    assert.match(
      (profile.phase === 'failed' && profile.keyOf) || '',
      /^compatible:keyed\//,
      'the page offers to set it too',
    );
    const told = await user.hears(/key/i);
    assert.ok(
      user.told.some(({ buttons }) => buttons.includes('Set API key')),
      JSON.stringify(told),
    );
  });

  it('with the right one the profile comes to its end', async () => {
    await storeKey('right-key');
    panel.send({ type: 'back' });
    await panel.phase('none');
    panel.send({ type: 'start' });
    await panel.phase('done');
  });

  it('one for an account that is picked', async () => {
    user.pick('openai');
    user.type('sk-picked');
    await commands.executeCommand(commandId('setApiKey'));
    await user.hears(/API key of openai is stored/);
  });

  it('are removed again', async () => {
    for (const account of ['keyed', 'openai']) {
      user.pick(account);
      await commands.executeCommand(commandId('removeApiKey'));
      await user.hears(new RegExp(`API key of ${account} is removed`));
    }
    user.reset();
    await commands.executeCommand(commandId('removeApiKey'));
    await user.hears(/No API key is stored/);
  });

  it('lie in no file of the workspace', () => {
    const files = readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const holding = files.filter(({ parentPath, name }) =>
      /(wrong|right)-key|sk-picked/.test(readFileSync(join(parentPath, name), 'latin1')),
    );
    assert.deepEqual(
      holding.map(({ name }) => name),
      [],
    );
  });
});

async function storeKey(key: string): Promise<void> {
  user.type(key);
  await commands.executeCommand(commandId('setApiKey'), 'compatible:keyed/large');
  await user.hears(/API key of keyed is stored/);
}

function keyOf(shown: readonly { readonly id: string; readonly key: string }[]): string | undefined {
  return shown.find(({ id }) => id === 'compatible:keyed/large')?.key;
}
