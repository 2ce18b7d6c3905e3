import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type CodeLens, commands, extensions, Uri, window, workspace } from 'vscode';
import { commandId } from '../../../src/vscode/ids.ts';
import { folder, write } from '../suites/support/files.ts';
import { panel } from '../suites/support/panel.ts';
import { own } from './own.ts';

/** Keystrokes after each of which the lenses are asked for again, and the pace of a person who types them. */
const LATER = 9;
const PACE_MS = 300;
/** Milliseconds. */
const measures: { readonly what: string; readonly values: readonly number[] }[] = [];
const note = (what: string, ...values: readonly number[]): void => void measures.push({ what, values });

describe('what the editor takes', () => {
  after(() => writeFileSync(process.env['DOWNTIER_MEASURES'] ?? '', JSON.stringify(measures)));

  it('activation', async () => {
    const extension = extensions.getExtension('downtier.downtier');
    if (!extension || extension.isActive) throw new Error('It is active already, so activation cannot be measured.');
    const whole = await took(() => extension.activate());
    note('activation: loading and activate()', own.activationMs);
    note('activation, round trip through the workbench', whole);
  });

  // The large one first: it bears whatever only the very first lens has to load.
  for (const [size, bytes] of [
    ['200 KB', 200_000],
    ['2 KB', 2000],
  ] as const) {
    it(`CodeLens of ${size}`, async () => {
      const editor = await window.showTextDocument(Uri.file(write(`measured/${bytes}.prompt`, promptOf(bytes))), {
        preview: false,
      });
      const { uri } = editor.document;
      own.lensMs.length = 0;
      const roundTrip = await took(() => lenses(uri));
      // The editor asks by itself too when it shows the document: the longest counts.
      note(`first CodeLens, ${size}`, Math.max(...own.lensMs));
      note(`first CodeLens, ${size}, round trip through the workbench`, roundTrip);
      const later: number[] = [];
      own.lensMs.length = 0;
      for (let turn = 0; turn < LATER; turn++) {
        await pause(PACE_MS);
        await editor.edit((edit) => edit.insert(editor.selection.active, 'x'));
        later.push(await took(() => lenses(uri)));
      }
      note(`later CodeLens, ${size}`, ...own.lensMs);
      note(`later CodeLens, ${size}, round trip through the workbench`, ...later);
      await workspace.saveAll();
    });
  }

  it('a profile of the sample', async function () {
    this.timeout(120_000);
    await commands.executeCommand(commandId('trySample'));
    await panel.settled(join(folder(), 'downtier-sample/triage.prompty'));
    let ms = 0;
    const busy = await longestStall(async () => {
      ms = await took(async () => {
        panel.send({ type: 'start' });
        await panel.phase('done', 100_000);
      });
    });
    note('longest stall of the extension host during a profile of the sample', busy);
    note('profile of the sample', ms);
    // What this machine does to a host that does nothing: no stall below this is the extension's.
    note('longest stall of the idle extension host in the same time', await longestStall(() => pause(ms)));
  });
});

function promptOf(bytes: number): string {
  const line = 'Say what {{ticket}} is about, please, in one word.\n';
  const head = '---\nmodel: openai/gpt-4o\n---\n';
  return head + line.repeat(Math.ceil((bytes - head.length) / line.length));
}

async function longestStall(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
