import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type CodeAction,
  commands,
  type Diagnostic,
  type Hover,
  languages,
  Position,
  Uri,
  window,
  workspace,
} from 'vscode';
import { ROUTING_CONFIG_SCHEMA } from '../../../src/core/routing/routingConfig.ts';
import { commandId } from '../../../src/vscode/ids.ts';
import { folder, set, write } from './support/files.ts';
import { plausibleConfig } from './support/plausibleConfig.ts';
import { until } from './support/until.ts';
import { user } from './support/user.ts';

interface Case {
  readonly name: string;
  readonly code: string;
  readonly message: RegExp;
  readonly fix?: RegExp;
  readonly do: (place: Place) => void;
}

interface Place {
  readonly prompt: string;
  readonly data: string;
  readonly config: string;
}

const rewrite = (place: Place, options: Partial<Parameters<typeof plausibleConfig>[0]>): void =>
  writeFileSync(place.config, plausibleConfig({ ...place, ...options }));

/** As if it had been profiled when sample/nano cost twice as much. */
function raisePrice({ config }: Place): void {
  const text = readFileSync(config, 'utf8').replace('"inputUSDPer1M": 0.1', '"inputUSDPer1M": 0.2');
  writeFileSync(config, text.replace('"outputUSDPer1M": 0.4', '"outputUSDPer1M": 0.8'));
}

const cases: readonly Case[] = [
  {
    name: 'changed prompt',
    code: 'prompt-changed',
    message: /ask\.prompt has changed since it was profiled .*Profile the prompt again/,
    fix: /Profile again/,
    do: ({ prompt }) => appendFileSync(prompt, 'Be brief.\n'),
  },
  {
    name: 'changed dataset',
    code: 'dataset-changed',
    message: /ask\.csv has changed since it was profiled .*Profile the prompt again/,
    fix: /Profile again/,
    do: ({ data }) => appendFileSync(data, 'Another.\n'),
  },
  {
    name: 'missing prompt',
    code: 'prompt-missing',
    message: /ask\.prompt is missing or cannot be read\. Put it back, or profile it at its new place/,
    do: ({ prompt }) => rmSync(prompt),
  },
  {
    name: 'missing dataset',
    code: 'dataset-missing',
    message: /ask\.csv is missing or cannot be read\. Put it back, or profile the prompt with another dataset/,
    fix: /Profile again/,
    do: ({ data }) => rmSync(data),
  },
  {
    name: 'changed price',
    code: 'price-changed',
    message: /price of sample\/nano was .*Update the price, or profile the prompt again/,
    fix: /Update price/,
    do: raisePrice,
  },
  {
    name: 'retiring model',
    code: 'model-retires',
    message: /(will be|was) retired .*Profile the prompt again without it/,
    fix: /Profile again/,
    do: (place) => rewrite(place, { model: 'openai/gpt-4o-mini' }),
  },
  {
    name: 'config edited to nonsense',
    code: 'unreadable-config',
    message: /[Tt]his is not JSON .*Profile the prompt again to write it anew/,
    fix: /Profile again/,
    do: ({ config }) => writeFileSync(config, '{"version": 1, oh dear'),
  },
  {
    name: 'config with a wrong field',
    code: 'invalid-config',
    message: /stages cannot be "all of them"\. Mend it or profile the prompt again/,
    fix: /Profile again/,
    do: (place) => rewrite(place, { change: { stages: 'all of them' } }),
  },
  {
    name: 'config of a newer version',
    code: 'newer-config',
    message: /format version 99 .*Update Downtier/,
    do: (place) => rewrite(place, { change: { version: 99 } }),
  },
];

describe('routing configs', () => {
  beforeEach(() => user.reset());

  it('a valid one has no diagnostics', async () => {
    const { config } = lay('valid');
    await commands.executeCommand(commandId('checkRoutingConfigs'));
    assert.deepEqual(ours(config), []);
  });

  for (const one of cases) {
    it(`${one.name}: is underlined as ${one.code}${one.fix ? ' with a quick fix' : ''}`, async () => {
      const place = lay(one.code);
      await workspace.openTextDocument(Uri.file(place.config));
      await commands.executeCommand(commandId('checkRoutingConfigs'));
      one.do(place);
      const found = await diagnosticOf(place.config, one.code);
      assert.match(found.message, one.message);
      if (!one.fix) return;
      const titles = (await fixesOf(place.config, found)).map(({ title }) => title);
      assert.ok(
        titles.some((title) => one.fix?.test(title)),
        titles.join(' | '),
      );
    });
  }

  it('Update price rewrites the config so that it is valid again', async () => {
    const place = lay('repriced');
    raisePrice(place);
    const document = await workspace.openTextDocument(Uri.file(place.config));
    await window.showTextDocument(document);
    const found = await diagnosticOf(place.config, 'price-changed');
    const fix = (await fixesOf(place.config, found)).find(({ title }) => /Update price/.test(title));
    assert.ok(fix?.edit);
    assert.equal(await workspace.applyEdit(fix.edit), true);
    await document.save();
    await until('no more diagnostics', () => ours(place.config).length === 0);
  });

  it('Profile again opens the panel for its prompt', async () => {
    const place = lay('again');
    appendFileSync(place.prompt, 'Be brief.\n');
    await workspace.openTextDocument(Uri.file(place.config));
    const found = await diagnosticOf(place.config, 'prompt-changed');
    const fix = (await fixesOf(place.config, found)).find(({ title }) => /Profile again/.test(title));
    assert.equal(fix?.command?.command, commandId('profilePrompt'));
    assert.equal((fix?.command?.arguments?.[0] as Uri | undefined)?.fsPath, place.prompt);
  });

  it('follow the setting of a price', async () => {
    const place = lay('priced');
    await workspace.openTextDocument(Uri.file(place.config));
    await set('prices', { 'sample/nano': { inputUSDPer1M: 7, outputUSDPer1M: 9 } });
    try {
      await diagnosticOf(place.config, 'price-changed');
    } finally {
      await set('prices', undefined);
    }
    await until('no more diagnostics', () => ours(place.config).length === 0);
  });

  it('Check routing configs says how many are stale', async () => {
    appendFileSync(lay('checked').prompt, 'Be brief.\n');
    user.press('Show problems');
    await commands.executeCommand(commandId('checkRoutingConfigs'));
    const { text } = await user.hears(/Routing configs checked: \d+, stale: [1-9]/);
    assert.ok(text);
  });

  it('hovers explain the numbers', async () => {
    const { config } = lay('hovered');
    const document = await workspace.openTextDocument(Uri.file(config));
    const at = document.getText().indexOf('"deviationUpperBound"') + 4;
    const where = document.positionAt(at);
    const hovers = await until('a hover', async () => {
      const found = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, where);
      return found.length > 0 && found;
    });
    const words = hovers
      .flatMap(({ contents }) => contents)
      .map((part) => (typeof part === 'string' ? part : part.value));
    assert.match(words.join('\n'), /bound|differ/i);
  });

  it('the schema they name is served by the extension', async () => {
    const document = await workspace.openTextDocument(Uri.parse(ROUTING_CONFIG_SCHEMA));
    const schema = JSON.parse(document.getText()) as { readonly title?: string };
    assert.equal(schema.title, 'Downtier routing config');
  });
});

function lay(name: string): Place {
  const prompt = write(`configs/${name}/ask.prompt`, '---\nmodel: sample/large\n---\nWhat is {{ticket}} about?\n');
  const data = write(`configs/${name}/ask.csv`, 'ticket\nIt is red.\n');
  const config = join(folder(), `configs/${name}/ask.cascade.json`);
  writeFileSync(config, plausibleConfig({ prompt, data }));
  return { prompt, data, config };
}

function ours(config: string): readonly Diagnostic[] {
  return languages.getDiagnostics(Uri.file(config)).filter(({ source }) => source === 'Downtier');
}

async function diagnosticOf(config: string, code: string): Promise<Diagnostic> {
  try {
    return await until(`${code} in ${basename(config)}`, () => ours(config).find((found) => found.code === code));
  } catch (error) {
    throw new Error(`${String(error)}; there were: ${JSON.stringify(ours(config))}`);
  }
}

async function fixesOf(config: string, { range }: Diagnostic): Promise<CodeAction[]> {
  const { uri } = await workspace.openTextDocument(Uri.file(config));
  const at = range.isEmpty ? range.with({ end: new Position(range.start.line, range.start.character + 1) }) : range;
  return commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, at);
}
