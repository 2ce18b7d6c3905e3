import { Disposable, languages, type TextDocument, workspace } from 'vscode';
import type { Analysis } from '../analysis/analysisThread.ts';
import { diagnosticOf } from '../config/configDiagnostics.ts';
import type { RoutingConfigs } from '../config/routingConfigs.ts';
import type { Services } from '../services.ts';
import { PromptLenses } from './promptLenses.ts';

/** By pattern: the language ids of prompt files belong to other extensions. */
const PROMPT_FILES = { scheme: 'file', pattern: '**/*.{prompty,prompt,prompt.yml,prompt.yaml,md,txt}' };

/** Lenses at the top of prompt files, and what is wrong with those prompts among the problems. */
export function registerCodeLens(services: Services, analysis: Analysis, configs: RoutingConfigs): Disposable {
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
