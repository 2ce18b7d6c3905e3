import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { type CodeLens, commands, DiagnosticSeverity, languages, Uri, window, workspace } from 'vscode';
import { configOf, folder, set, write } from './support/files.ts';
import { plausibleConfig } from './support/plausibleConfig.ts';
import { until } from './support/until.ts';

const text = 'Say what {{ticket}} is about, in one word.';
const formats: readonly { readonly file: string; readonly text: string }[] = [
  {
    file: 'one.prompty',
    text: `---\nname: one\nmodel:\n  configuration:\n    name: openai/gpt-4o\n---\nuser:\n${text}\n`,
  },
  { file: 'two.prompt', text: `---\nmodel: openai/gpt-4o\n---\n${text}\n` },
  {
    file: 'three.prompt.yml',
    text: `name: three\nmodel: openai/gpt-4o\nmessages:\n  - role: user\n    content: ${JSON.stringify(text)}\n`,
  },
  {
    file: 'four.prompt.yaml',
    text: `name: four\nmodel: openai/gpt-4o\nmessages:\n  - role: user\n    content: ${JSON.stringify(text)}\n`,
  },
  { file: 'five.prompt.md', text: `---\nmodel: openai/gpt-4o\n---\n${text}\n` },
];

describe('CodeLens', () => {
  for (const { file, text: content } of formats) {
    it(`says what ${file} costs and offers to profile it`, async () => {
      const titles = await titlesOf(write(`lens/${file}`, content), /≈ \d+ tokens · gpt-4o from \$[\d.]+ a call/);
      assert.ok(
        titles.some((title) => title.includes('Profile prompt')),
        titles.join(' | '),
      );
    });
  }

  it('is absent above notes', async () => {
    const notes = write('lens/notes.md', 'Nothing to see here, {{name}}.\n');
    assert.deepEqual(await lensesOf(notes), []);
  });

  it('is absent when turned off', async () => {
    const prompt = write('lens/off.prompt', text);
    await titlesOf(prompt, /tokens/);
    await set('codeLens', false);
    try {
      await until('no lens', async () => (await lensesOf(prompt)).length === 0);
    } finally {
      await set('codeLens', undefined);
    }
  });

  it('says that the price of an unknown model is unknown, and asks for it on a click', async () => {
    const prompt = write('lens/unknown.prompt', `---\nmodel: compatible:mybox/llama\n---\n${text}\n`);
    await titlesOf(prompt, /llama: price unknown/);
    const [cost] = await lensesOf(prompt);
    assert.equal(cost?.command?.command, 'downtier.setPrice');
  });

  it('says that a prompt with a syntax error cannot be read, and where it is wrong', async () => {
    const prompt = write('lens/broken.prompty', '---\nname: [\n---\nuser:\n{{ticket\n');
    await titlesOf(prompt, /cannot be read/);
    const [problem] = await until('a diagnostic', () => nonEmpty(languages.getDiagnostics(Uri.file(prompt))));
    assert.equal(problem.severity, DiagnosticSeverity.Error);
  });

  it('follows typing', async () => {
    const prompt = write('lens/typed.prompt', text);
    const before = (await titlesOf(prompt, /≈ \d+ tokens/))[0] ?? '';
    const editor = await window.showTextDocument(Uri.file(prompt));
    await editor.edit((edit) => edit.insert(editor.selection.active, 'a great many words more. '.repeat(20)));
    await until('another count', async () => ((await lensesOf(prompt))[0]?.command?.title ?? before) !== before);
    await commands.executeCommand('workbench.action.files.revert');
  });

  it('says what a valid config saves and how old it is, and that a stale one is stale', async () => {
    const prompt = write('lens/routed.prompt', `---\nmodel: sample/large\n---\n${text}\n`);
    write('lens/routed.csv', 'ticket\nIt is red.\n');
    writeFileSync(configOf(prompt), plausibleConfig({ prompt, data: `${folder()}/lens/routed.csv` }));
    await titlesOf(prompt, /\d+ % cheaper · \$0\.0001\d* a call · profiled \d+ days? ago/);
    const config = (await lensesOf(prompt)).find(({ command }) => /profiled/.test(command?.title ?? ''));
    assert.ok(config?.command);
    await commands.executeCommand(config.command.command, ...(config.command.arguments ?? []));
    assert.equal(window.activeTextEditor?.document.fileName, configOf(prompt));
    writeFileSync(prompt, `${readFileSync(prompt, 'utf8')}Be brief.\n`);
    await titlesOf(prompt, /stale: prompt changed/);
  });
});

async function lensesOf(file: string): Promise<CodeLens[]> {
  const document = await workspace.openTextDocument(Uri.file(file));
  return commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
}

async function titlesOf(file: string, pattern: RegExp): Promise<string[]> {
  let titles: string[] = [];
  try {
    return await until(`a lens like ${pattern}`, async () => {
      titles = (await lensesOf(file)).map(({ command }) => command?.title ?? '');
      return pattern.test(titles.join(' | ')) && titles;
    });
  } catch (error) {
    throw new Error(`${String(error)}; there were: ${titles.join(' | ')}`);
  }
}

function nonEmpty<T>(items: readonly T[]): readonly [T, ...T[]] | undefined {
  const [first, ...rest] = items;
  return first === undefined ? undefined : [first, ...rest];
}
