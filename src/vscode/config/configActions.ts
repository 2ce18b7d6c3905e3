import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  type Diagnostic,
  type Disposable,
  l10n,
  languages,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import type { ConfigFinding } from '../../engine/checkConfigs.ts';
import { commandId } from '../ids.ts';
import { DIAGNOSTIC_SOURCE } from './configDiagnostics.ts';
import { editorRange } from './ranges.ts';
import { type CheckedConfig, isConfig, type RoutingConfigs } from './routingConfigs.ts';

const mendedByProfile: ReadonlySet<ConfigFinding['code']> = new Set([
  'unreadable-config',
  'invalid-config',
  'prompt-changed',
  'dataset-changed',
  'dataset-missing',
  'model-retires',
  'price-changed',
]);

/** Quick fixes: profile again, take over today's price, give a price. */
export function offerConfigFixes(configs: RoutingConfigs): Disposable {
  const provider: CodeActionProvider = {
    async provideCodeActions(document, _range, { diagnostics }) {
      const config = configs.at(document.uri);
      if (!config) return [];
      const ours = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
      const prompt = ours.length === 0 ? undefined : await promptOf(config);
      return ours.flatMap((diagnostic) => fixesOf(diagnostic, { document, config, prompt }));
    },
  };
  return languages.registerCodeActionsProvider({ scheme: 'file', pattern: '**/*.cascade.json' }, provider, {
    providedCodeActionKinds: [CodeActionKind.QuickFix],
  });
}

interface Place {
  readonly document: TextDocument;
  readonly config: CheckedConfig;
  readonly prompt: Uri | undefined;
}

function fixesOf(diagnostic: Diagnostic, { document, config, prompt }: Place): CodeAction[] {
  const finding = findingOf(diagnostic, config);
  if (!finding) return [];
  const fixes: CodeAction[] = [];
  const { repricedText } = config.check;
  if (finding.code === 'price-changed' && repricedText !== undefined) {
    fixes.push(updatePrice(document, repricedText, diagnostic));
  }
  if (prompt && mendedByProfile.has(finding.code)) {
    fixes.push(commandFix(l10n.t('Profile again'), diagnostic, ['profilePrompt', prompt]));
  }
  if (finding.code === 'price-unknown' && finding.model !== undefined) {
    const title = l10n.t('Set the price of {0}', finding.model);
    fixes.push(commandFix(title, diagnostic, ['setPrice', finding.model]));
  }
  const [first] = fixes;
  if (first) first.isPreferred = true;
  return fixes;
}

function updatePrice(document: TextDocument, text: string, diagnostic: Diagnostic): CodeAction {
  const fix = quickFix(l10n.t('Update price (recalculates costs and savings)'), diagnostic);
  const end = document.lineAt(document.lineCount - 1).range.end;
  fix.edit = new WorkspaceEdit();
  fix.edit.replace(document.uri, document.validateRange(editorRange({ start: { line: 0, character: 0 }, end })), text);
  return fix;
}

function commandFix(
  title: string,
  diagnostic: Diagnostic,
  [name, ...given]: readonly ['profilePrompt' | 'setPrice', ...unknown[]],
): CodeAction {
  const fix = quickFix(title, diagnostic);
  fix.command = { command: commandId(name), title, arguments: given };
  return fix;
}

function quickFix(title: string, diagnostic: Diagnostic): CodeAction {
  const fix = new CodeAction(title, CodeActionKind.QuickFix);
  fix.diagnostics = [diagnostic];
  return fix;
}

/** VS Code hands diagnostics over as copies. */
function findingOf({ code, range }: Diagnostic, { check }: CheckedConfig): ConfigFinding | undefined {
  return check.findings.find((finding) => finding.code === code && editorRange(finding.range).isEqual(range));
}

/** The prompt that a config names; of one that cannot be read, the prompt of the same name beside it. */
async function promptOf({ uri, check }: CheckedConfig): Promise<Uri | undefined> {
  if (check.config) return check.promptFile === undefined ? undefined : Uri.file(check.promptFile);
  return isConfig(uri) ? promptBeside(uri) : undefined;
}

async function promptBeside(config: Uri): Promise<Uri | undefined> {
  const stem = config.path.replace(/\.cascade\.json$/, '');
  for (const ending of ['.prompty', '.prompt', '.prompt.yml', '.prompt.yaml', '.prompt.md', '.md', '.txt']) {
    const uri = config.with({ path: `${stem}${ending}` });
    try {
      await workspace.fs.stat(uri);
      return uri;
    } catch {
      // not of this ending: the next one
    }
  }
  return undefined;
}
