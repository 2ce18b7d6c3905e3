import { l10n, window } from 'vscode';
import { parseModelId } from '../../core/models/modelId.ts';
import type { CommandDeps } from './commandDeps.ts';

/** Asks for a model's price and notes it in the settings, where it wins over the price list. */
export async function setPrice(argument: unknown, { services }: CommandDeps): Promise<void> {
  const { settings } = services;
  const asked = typeof argument === 'string' ? argument : await pickModel(settings.get('models', undefined));
  if (asked === undefined) return;
  const { id } = parseModelId(asked);
  const inputUSDPer1M = await askRate(l10n.t('{0}: price of input, USD per million tokens (1 of 2)', id));
  if (inputUSDPer1M === undefined) return;
  const outputUSDPer1M = await askRate(l10n.t('{0}: price of output, USD per million tokens (2 of 2)', id));
  if (outputUSDPer1M === undefined) return;
  const prices = settings.get('prices', undefined);
  await settings.set('prices', { ...prices, [id]: { inputUSDPer1M, outputUSDPer1M } }, undefined);
}

async function pickModel(models: readonly string[]): Promise<string | undefined> {
  if (models.length > 0) return window.showQuickPick([...models], { title: l10n.t('Set the price of which model?') });
  return window.showInputBox({
    title: l10n.t('Set the price of which model?'),
    prompt: l10n.t('For example compatible:ollama/qwen3:8b'),
  });
}

async function askRate(title: string): Promise<number | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: l10n.t('0 for a model that costs nothing'),
    ignoreFocusOut: true,
    validateInput: (typed) => (isRate(typed) ? undefined : l10n.t('An amount in USD, 0 or more, for example 0.25')),
  });
  return text === undefined ? undefined : Number(text);
}

function isRate(text: string): boolean {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value >= 0;
}
