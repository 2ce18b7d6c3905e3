import type { SettingTypes } from '../../../../src/vscode/ids.ts';

/** Prices for the setting: the model called large costs ten times as much, so that there is something to be found out. */
export function pricesOf(models: readonly string[]): SettingTypes['prices'] {
  const dear = { inputUSDPer1M: 1, outputUSDPer1M: 4 };
  const cheap = { inputUSDPer1M: 0.1, outputUSDPer1M: 0.4 };
  return Object.fromEntries(models.map((id) => [id, id.endsWith('/large') ? dear : cheap]));
}
