import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONFIGS_VIEW,
  commandId,
  commandNames,
  PANEL_VIEW_TYPE,
  settingNames,
  WALKTHROUGH,
} from '../../src/vscode/ids.ts';

interface Manifest {
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly when?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly { readonly description: string; readonly media: { readonly markdown: string } }[];
    }[];
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
}

interface Setting {
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

const root = join(import.meta.dirname, '../..');
const titles = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
/** As it is shown: `%key%` stands for a text of package.nls.json. */
const shown = (text: string): string => titles[/^%(.*)%$/.exec(text)?.[1] ?? ''] ?? text;
const { contributes } = manifest;
const ids = new Set<string>(commandNames.map(commandId));

describe('package.json', () => {
  it('contributes the commands of ids.ts, each once, under one category', () => {
    const contributed = contributes.commands.map(({ command }) => command);
    assert.deepEqual([...contributed].sort(), [...ids].sort());
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['Downtier']);
  });

  it('contributes the settings of ids.ts, each with a default and a description', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(Object.keys(properties).sort(), settingNames.map((name) => `downtier.${name}`).sort());
    const lacking = Object.entries(properties).filter(
      ([, setting]) => setting.default === undefined || !(setting.description ?? setting.markdownDescription),
    );
    assert.deepEqual(lacking, []);
  });

  it('names only commands that there are in menus and in the walkthrough', () => {
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const inSteps = steps.flatMap(({ description }) =>
      [...shown(description).matchAll(/\(command:([^)]+)\)/g)].map(([, id]) => id),
    );
    assert.ok(inMenus.length > 0 && inSteps.length > 0);
    assert.deepEqual(
      [...inMenus, ...inSteps].filter((id) => id === undefined || !ids.has(id)),
      [],
    );
  });

  it('shows nothing by a condition that is never set', () => {
    const whens = [...Object.values(contributes.menus), ...Object.values(contributes.views)]
      .flat()
      .flatMap(({ when = '' }) => [...when.matchAll(/(?<![\w.] *== *)\bdowntier\.\w+/g)].map(([key]) => key));
    const source = readdirSync(join(root, 'src/vscode'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, 'src/vscode', name), 'utf8'))
      .join('\n');
    const set = new Set([...source.matchAll(/'setContext',\s*'([\w.]+)'/g)].map(([, key]) => key));
    assert.ok(whens.length > 0 && set.size > 0);
    assert.deepEqual(
      whens.filter((key) => !set.has(key)),
      [],
    );
  });

  it('restricts only settings that there are in untrusted workspaces', () => {
    const known = settingNames.map((name): string => `downtier.${name}`);
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(
      restrictedConfigurations.filter((id) => !known.includes(id)),
      [],
    );
  });

  it('has the panel, the view and the walkthrough of ids.ts', () => {
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${PANEL_VIEW_TYPE}`));
    assert.ok(Object.values(contributes.views).some((views) => views.some(({ id }) => id === CONFIGS_VIEW)));
    assert.deepEqual(
      contributes.walkthroughs.map(({ id }) => `downtier.${id}`),
      [WALKTHROUGH],
    );
  });

  it('has a text for each step of the walkthrough', () => {
    for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      assert.ok(readFileSync(join(root, media.markdown), 'utf8').trim().length > 0, media.markdown);
    }
  });
});
