import { join } from 'node:path';
import type { Disposable } from 'vscode';
import { createAnalysis } from './analysis/analysisThread.ts';
import { registerCodeLens } from './codeLens/registerCodeLens.ts';
import type { CommandDeps } from './commands/commandDeps.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { resumeRecord } from './commands/resumeProfile.ts';
import { registerRoutingConfigs } from './config/registerRoutingConfigs.ts';
import { registerPanel } from './panel/panel.ts';
import { registerEndNotification } from './profiles/endNotification.ts';
import { EngineThread } from './profiles/engineThread.ts';
import { registerResume } from './profiles/offerResume.ts';
import { Profiles } from './profiles/profiles.ts';
import { registerProgressNotification } from './profiles/progressNotification.ts';
import { RunRecords } from './profiles/runRecords.ts';
import { SavedOutcomes } from './profiles/savedOutcomes.ts';
import { reportingFailure } from './profiles/showFailure.ts';
import { startWorker } from './profiles/startWorker.ts';
import { registerStatusBar } from './profiles/statusBar.ts';
import { askedModels, worldFacts } from './profiles/worldFacts.ts';
import type { HostServices } from './services/createServices.ts';

/** All features, wired by hand in the order of who needs whom. */
export function registerFeatures(services: HostServices): readonly Disposable[] {
  const newThread = (): EngineThread => new EngineThread(() => startWorker(services.extensionFolder));
  const records = new RunRecords(join(services.storageFolder, 'runs'), process.pid);
  const profiles = new Profiles({
    newThread,
    factsFor: (order) => worldFacts(services, order.promptFile, { models: askedModels(order), keys: 'with' }),
    records,
    outcomes: new SavedOutcomes(join(services.storageFolder, 'results')),
    now: () => performance.now(),
  });
  const thread = newThread();
  const analysis = createAnalysis(services);
  const routing = registerRoutingConfigs(services, analysis);
  const panel = registerPanel({ services, profiles, thread });
  const deps: CommandDeps = { services, profiles, thread, panel, records };
  const report = reportingFailure(services);
  const resume = (record: ReturnType<RunRecords['resumableOf']>): void =>
    void (record && resumeRecord(record, deps).catch(report));
  return [
    analysis,
    routing,
    registerCodeLens(services, analysis, routing.configs),
    thread,
    profiles,
    panel,
    registerCommands(deps),
    registerProgressNotification(profiles),
    registerStatusBar(profiles),
    registerEndNotification({
      profiles,
      services,
      isShowing: (promptFile) => panel.isShowing(promptFile),
      openPanel: (promptFile) => panel.open(promptFile).catch(report),
      resume: (promptFile) => resume(records.resumableOf(promptFile)),
    }),
    registerResume(profiles, records, resume),
  ];
}
