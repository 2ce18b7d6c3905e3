import { Disposable, languages, type TextDocument, workspace } from 'vscode';
import { type Analysis, AnalysisEndedError } from '../analysis/analysisThread.ts';
import { diagnosticOf } from '../config/configDiagnostics.ts';
import type { RoutingConfigs } from '../config/routingConfigs.ts';
import { IGNORED_GLOB, PROMPT_GLOB } from '../promptFiles.ts';
import type { Services } from '../services.ts';
import { PromptLenses } from './promptLenses.ts';

/** By pattern: the language ids of prompt files belong to other extensions. */
const PROMPT_FILES = { scheme: 'file', pattern: '**/*.{prompty,prompt,prompt.yml,prompt.yaml,md,txt}' };

/** Lenses at the top of prompt files, and what is wrong with those prompts among the problems. */
export function registerCodeLens(services: Services, analysis: Analysis, configs: RoutingConfigs): Disposable {
  void warmUp(analysis, services);
  const lenses = new PromptLenses(services, analysis, configs);
  const problems = languages.createDiagnosticCollection('downtier.prompts');
  const show = (document: TextDocument): void =>
    problems.set(document.uri, lenses.factsOf(document)?.findings.map(diagnosticOf) ?? []);
  return Disposable.from(
    languages.registerCodeLensProvider(PROMPT_FILES, lenses),
    lenses.onDidChangeFacts(show),
    workspace.onDidCloseTextDocument(({ uri }) => problems.delete(uri)),
    problems,
    lenses,
  );
}

/** Prices and vocabulary take most of a second to load: that is over before a prompt is opened. Where there are no prompts nothing is loaded. */
async function warmUp(analysis: Analysis, { log }: Pick<Services, 'log'>): Promise<void> {
  try {
    const [any] = await workspace.findFiles(PROMPT_GLOB, IGNORED_GLOB, 1);
    if (any) await analysis.ask('warmUp', undefined, any);
  } catch (error) {
    if (!(error instanceof AnalysisEndedError)) log.error(String(error)); // the other is logged already
  }
}
