import { Diagnostic, DiagnosticSeverity, DiagnosticTag, Disposable, l10n, languages } from 'vscode';
import type { Finding } from '../../core/findings.ts';
import { configFactWords } from '../../core/wording/configFactWords.ts';
import type { ConfigFinding } from '../../engine/checkConfigs.ts';
import { editorRange } from './ranges.ts';
import type { RoutingConfigs } from './routingConfigs.ts';

export const DIAGNOSTIC_SOURCE = 'Downtier';

/** Underlines in each config what no longer holds. */
export function showConfigDiagnostics(configs: RoutingConfigs): Disposable {
  const shown = languages.createDiagnosticCollection('downtier.configs');
  const show = (): void => {
    shown.clear();
    for (const { uri, check } of configs.all) shown.set(uri, check.findings.map(configDiagnosticOf));
  };
  return Disposable.from(shown, configs.onDidChange(show));
}

function configDiagnosticOf(finding: ConfigFinding): Diagnostic {
  return diagnosticOf({ ...finding, message: configFactWords(finding, l10n.t) });
}

export function diagnosticOf({ range, message, severity, code }: Finding): Diagnostic {
  const level = severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
  const diagnostic = new Diagnostic(
    editorRange(range),
    message,
    code === 'price-unknown' ? DiagnosticSeverity.Information : level,
  );
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = code;
  if (code === 'model-retires') diagnostic.tags = [DiagnosticTag.Deprecated];
  return diagnostic;
}
