import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type CodeLens, commands, extensions, Uri, window, workspace } from 'vscode';
import { commandId } from '../../../src/vscode/ids.ts';
import { folder, write } from '../suites/support/files.ts';
import { panel } from '../suites/support/panel.ts';
import { own } from './own.ts';

const LATER = 9;
const rows: { readonly what: string; readonly value: number; readonly unit: string }[] = [];
const note = (what: string, value: number): void =>
  void rows.push({ what, value: Number(value.toFixed(1)), unit: 'ms' });

describe('what the editor takes', () => {
  after(() => writeFileSync(process.env['DOWNTIER_MEASURES'] ?? '', JSON.stringify(rows)));

  it('activation', async () => {
    const extension = extensions.getExtension('downtier.downtier');
    if (!extension || extension.isActive) throw new Error('It is active already, so activation cannot be measured.');
    const whole = await took(() => extension.activate());
    note('activation: loading and activate()', own.activationMs);
    note('activation, round trip through the workbench', whole);
  });

  for (const [size, sentences] of [
    ['200 KB', 4000],
    ['2 KB', 40],
  ] as const) {
    it(`CodeLens of ${size}`, async () => {
      const text = `---\nmodel: openai/gpt-4o\n---\n${'Say what {{ticket}} is about, please, in one word.\n'.repeat(sentences)}`;
      const editor = await window.showTextDocument(Uri.file(write(`measured/${sentences}.prompt`, text)), {
        preview: false,
      });
      const { uri } = editor.document;
      own.lensMs.length = 0;
      const roundTrip = await took(() => lenses(uri));
      // The editor asks by itself too when it shows the document: the longest counts.
      note(`first CodeLens, ${size}`, Math.max(...own.lensMs));
      note(`first CodeLens, ${size}, round trip through the workbench`, roundTrip);
      own.lensMs.length = 0;
      const later: number[] = [];
      for (let turn = 0; turn < LATER; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await editor.edit((edit) => edit.insert(editor.selection.active, 'x'));
        later.push(await took(() => lenses(uri)));
      }
      note(`later CodeLens, ${size}, median`, median(own.lensMs));
      note(`later CodeLens, ${size}, longest`, Math.max(...own.lensMs));
      note(`later CodeLens, ${size}, median round trip through the workbench`, median(later));
      await workspace.saveAll();
    });
  }

  it('a profile of the sample', async function () {
    this.timeout(120_000);
    await commands.executeCommand(commandId('trySample'));
    await panel.settled(join(folder(), 'downtier-sample/triage.prompty'));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const ms = await took(async () => {
      panel.send({ type: 'start' });
      await panel.phase('done', 100_000);
    });
    delay.disable();
    note('longest stall of the extension host during a profile of the sample', delay.max / 1e6);
    note('stall of the extension host during a profile of the sample, 99.9th percentile', delay.percentile(99.9) / 1e6);
    note('profile of the sample', ms);
  });
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function lenses(uri: Uri): Promise<CodeLens[]> {
  const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
  if (found.length === 0) throw new Error('There was no lens.');
  return found;
}

async function took(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
