import { Diagnostic, DiagnosticSeverity, DiagnosticTag, Disposable, languages } from 'vscode';
import type { Finding } from '../../core/findings.ts';
import { editorRange } from './ranges.ts';
import type { RoutingConfigs } from './routingConfigs.ts';

export const DIAGNOSTIC_SOURCE = 'Downtier';

/** Underlines in each config what no longer holds. */
export function showConfigDiagnostics(configs: RoutingConfigs): Disposable {
  const shown = languages.createDiagnosticCollection('downtier.configs');
  const show = (): void => {
    shown.clear();
    for (const { uri, check } of configs.all) shown.set(uri, check.findings.map(diagnosticOf));
  };
  return Disposable.from(shown, configs.onDidChange(show));
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
