import { plural } from '../core/amounts.ts';
import { FailureError } from '../core/errors.ts';
import { english } from '../core/translate.ts';
import { configFactWords } from '../core/wording/configFactWords.ts';
import { type ConfigCheck, type ConfigFinding, checkConfigFile } from '../engine/checkConfigs.ts';
import { openPriceBook } from '../engine/priceModels.ts';
import { findConfigFiles } from '../node/findConfigFiles.ts';
import { hashFile } from '../node/hashFile.ts';
import type { Terminal } from './terminal.ts';

export interface CheckFlags {
  readonly prices?: string;
  readonly json?: boolean;
}

/** Some config no longer says what is true; the findings have been printed. */
export class StaleConfigsError extends FailureError {
  readonly stale: number;

  constructor(stale: number, checked: number) {
    const be = stale === 1 ? 'is' : 'are';
    super(`${stale} of ${plural(checked, 'routing config')} ${be} stale. Each finding says what to do about it.`);
    this.stale = stale;
  }
}

/**
 * Checks the configs at the paths (default: this folder) and prints what is stale as `file:line:column: message`. Sends nothing.
 * Rejects with StaleConfigsError if any is, with NoSuchPathError for a path that leads nowhere.
 */
export async function checkConfigs(
  paths: readonly string[],
  flags: CheckFlags,
  { terminal, today, signal }: { readonly terminal: Terminal; readonly today: string; readonly signal: AbortSignal },
): Promise<void> {
  const files = await findConfigFiles(paths.length === 0 ? ['.'] : paths);
  const prices = await openPriceBook(flags.prices, today);
  const checks: ConfigCheck[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    checks.push(await checkConfigFile(file, { prices, today, hashOf: hashFile }));
  }
  terminal.out(flags.json === true ? `${JSON.stringify(checks.map(jsonOf))}\n` : checks.map(textOf).join(''));
  const stale = checks.filter((check) => check.stale).length;
  if (stale > 0) throw new StaleConfigsError(stale, checks.length);
  const outcome =
    checks.length === 0 ? 'No routing configs here' : `${plural(checks.length, 'routing config')}, none stale`;
  if (flags.json !== true) terminal.out(`${outcome}.\n`);
}

function textOf({ file, findings }: ConfigCheck): string {
  return findings
    .map((finding) => {
      const { line, character } = finding.range.start;
      return `${file}:${line + 1}:${character + 1}: ${finding.severity}: ${configFactWords(finding, english)} [${finding.code}]\n`;
    })
    .join('');
}

/** Lines and columns count from 1, as people and `file:line` do. */
function jsonOf({ file, stale, findings }: ConfigCheck): object {
  return { file, stale, findings: findings.map(findingOf) };
}

function findingOf(finding: ConfigFinding): object {
  const { code, severity, range } = finding;
  return {
    code,
    severity,
    message: configFactWords(finding, english),
    line: range.start.line + 1,
    column: range.start.character + 1,
    ...('model' in finding && finding.model !== undefined ? { model: finding.model } : {}),
  };
}
