import { commands, Disposable, type Uri } from 'vscode';
import type { Analysis } from '../analysis/analysisThread.ts';
import { commandId } from '../ids.ts';
import type { Services } from '../services.ts';
import { checkRoutingConfigs } from './checkRoutingConfigs.ts';
import { commitRoutingConfig } from './commitRoutingConfig.ts';
import { offerConfigFixes } from './configActions.ts';
import { showConfigDiagnostics } from './configDiagnostics.ts';
import { explainConfigOnHover } from './configHover.ts';
import { type ConfigNode, showConfigTree } from './configTree.ts';
import { RoutingConfigs } from './routingConfigs.ts';
import { serveConfigSchema } from './schemaProvider.ts';

/** Everything about the routing configs of the workspace: view, diagnostics, quick fixes, hover, schema, check, commit. */
export function registerRoutingConfigs(services: Services, analysis: Analysis): RoutingConfigFeature {
  const configs = new RoutingConfigs(services, analysis);
  const features = Disposable.from(
    showConfigTree(services, configs),
    showConfigDiagnostics(configs),
    offerConfigFixes(configs),
    explainConfigOnHover(analysis),
    serveConfigSchema(services),
    commands.registerCommand(commandId('checkRoutingConfigs'), () => checkRoutingConfigs(configs)),
    commands.registerCommand(commandId('commitRoutingConfig'), (target?: Uri | ConfigNode) =>
      commitRoutingConfig(target, configs, services.log),
    ),
    configs,
  );
  // Not awaited: activation must not wait for files to be found and hashed. A failing check is logged by itself.
  void configs.checkAll();
  return { configs, dispose: () => features.dispose() };
}

export interface RoutingConfigFeature extends Disposable {
  /** For features that show how a prompt's config stands. */
  readonly configs: RoutingConfigs;
}
