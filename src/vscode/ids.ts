/** Every command the extension contributes, without the `downtier.` prefix. package.json must name the same ones: a test compares. */
export const commandNames = [
  'profilePrompt',
  'openPanel',
  'resumeProfile',
  'estimateCost',
  'setApiKey',
  'removeApiKey',
  'configureModels',
  'trySample',
  'commitRoutingConfig',
  'checkRoutingConfigs',
  'showLog',
  'setPrice',
] as const;
export type CommandName = (typeof commandNames)[number];

/** The full id, as VS Code knows it. */
export function commandId(name: CommandName): `downtier.${CommandName}` {
  return `downtier.${name}`;
}

/** Every setting, without the prefix, with the type VS Code gives back. Defaults and descriptions are in package.json. */
export interface SettingTypes {
  readonly models: readonly string[];
  readonly reference: string;
  readonly delta: number;
  readonly confidence: number;
  readonly volume: number;
  readonly maxSpendUSD: number;
  readonly method: string;
  readonly scope: string;
  readonly concurrency: number;
  readonly profileItems: number;
  readonly selfCheckItems: number;
  readonly embeddingsModel: string;
  readonly seed: number;
  readonly prices: Readonly<Record<string, unknown>>;
  readonly baseUrls: Readonly<Record<string, string>>;
  readonly codeLens: boolean;
}
export type SettingName = keyof SettingTypes;
export const settingNames: readonly SettingName[] = [
  'models',
  'reference',
  'delta',
  'confidence',
  'volume',
  'maxSpendUSD',
  'method',
  'scope',
  'concurrency',
  'profileItems',
  'selfCheckItems',
  'embeddingsModel',
  'seed',
  'prices',
  'baseUrls',
  'codeLens',
];

export const PANEL_VIEW_TYPE = 'downtier.panel';
export const CONFIGS_VIEW = 'downtier.configs';
export const WALKTHROUGH = 'downtier.start';
