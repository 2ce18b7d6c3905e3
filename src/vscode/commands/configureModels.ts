import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { DowntierError } from '../../core/errors.ts';
import { parseModelId } from '../../core/models/modelId.ts';
import { worldFacts } from '../profiles/worldFacts.ts';
import type { CommandDeps } from './commandDeps.ts';

/** Lets the user pick the models to compare and the one whose answers are the measure; written to the settings. */
export async function configureModels(deps: CommandDeps): Promise<void> {
  const { settings } = deps.services;
  const before = settings.get('models', undefined);
  const picked = await pickModels(before, deps);
  if (picked === undefined) return;
  await settings.set('models', picked, undefined);
  if (picked.length === 0) return;
  const reference = await pickReference(picked, settings.get('reference', undefined));
  if (reference !== undefined) await settings.set('reference', reference, undefined);
}

async function pickModels(before: readonly string[], deps: CommandDeps): Promise<readonly string[] | undefined> {
  const other: QuickPickItem = { label: `$(add) ${l10n.t('Other models…')}`, alwaysShow: true };
  const world = await worldFacts(deps.services, undefined, { models: [], keys: 'without' });
  const items = deps.thread
    .ask('modelList', undefined, { world })
    .then((listed): QuickPickItem[] => [
      ...before.map((label) => ({ label, picked: true })),
      other,
      { label: l10n.t('Known prices'), kind: QuickPickItemKind.Separator },
      ...listed.filter((label) => !before.includes(label)).map((label) => ({ label })),
    ]);
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Models to compare'),
    placeHolder: l10n.t('The sample/ models run on this machine and cost nothing'),
    canPickMany: true,
  });
  if (picked === undefined) return undefined;
  const chosen = picked.filter((item) => item !== other).map(({ label }) => label);
  const typed = picked.includes(other) ? await typeModels() : [];
  return [...new Set([...chosen, ...typed])];
}

async function typeModels(): Promise<readonly string[]> {
  const text = await window.showInputBox({
    title: l10n.t('Other models'),
    prompt: l10n.t('Ids separated by commas, for example compatible:ollama/qwen3:8b'),
    ignoreFocusOut: true,
    validateInput: (typed) =>
      idsIn(typed)
        .map(whyNoModel)
        .find((why) => why !== undefined),
  });
  return idsIn(text ?? '').map((id) => parseModelId(id).id);
}

async function pickReference(models: readonly string[], before: string): Promise<string | undefined> {
  const own = l10n.t('The model named in the prompt file');
  const items: QuickPickItem[] = [
    { label: own, ...(before === '' && { description: l10n.t('now') }) },
    ...models.map((label) => ({ label, ...(label === before && { description: l10n.t('now') }) })),
  ];
  const picked = await window.showQuickPick(items, { title: l10n.t('Reference: whose answers are the measure?') });
  return picked?.label === own ? '' : picked?.label;
}

function idsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

function whyNoModel(id: string): string | undefined {
  try {
    parseModelId(id);
    return undefined;
  } catch (error) {
    if (error instanceof DowntierError) return error.message;
    throw error;
  }
}
