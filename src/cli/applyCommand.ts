import { percent, plural, usd } from '../core/amounts.ts';
import { type ApplyEvent, type ApplySummary, applyCascade } from '../engine/apply/applyCascade.ts';
import { UnansweredRowsError } from '../engine/apply/applyErrors.ts';
import type { ApplyOptions } from '../engine/apply/applyOptions.ts';
import { formatOfOutput, outputFormatNames } from '../engine/apply/outputFormat.ts';
import { type PreparedApply, prepareApply, requireOutput } from '../engine/apply/prepareApply.ts';
import { prepareProfile } from '../engine/prepareProfile.ts';
import type { World } from '../engine/profileOptions.ts';
import { type CascadeFlags, failureRuleOf } from './cascadeFlags.ts';
import { columnsOf, liveOptionsOf, type ProfileFlags } from './flags.ts';
import { oneOf, seconds, spendingCap, wholeNumber } from './flagValues.ts';
import { runProfile } from './runProfile.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

export interface ApplyFlags extends CascadeFlags, Omit<ProfileFlags, 'prices' | 'endpoint' | 'timeout' | 'recording'> {
  readonly profile?: boolean;
  readonly format?: string;
  readonly overwrite?: boolean;
}

interface ApplyDeps {
  readonly terminal: Terminal;
  readonly world: World;
  readonly signal: AbortSignal;
}

/**
 * Answers a whole dataset. With `--profile`, `file` is the prompt: it is profiled in batch scope first, and its routing config then applied to all rows.
 * Rejects with UnansweredRowsError when some rows have no answer.
 */
export async function apply(file: string, flags: ApplyFlags, deps: ApplyDeps): Promise<void> {
  const { terminal, world, signal } = deps;
  const asked = applyOptionsOf(file, flags);
  const options = flags.profile ? await profileFirst(file, asked, flags, deps) : asked;
  if (options === undefined) return;
  const prepared = await prepareApply(options, world);
  try {
    for (const warning of prepared.warnings) terminal.log(`Warning: ${warning}\n`);
    terminal.log(`${announcement(prepared)}\n`);
    const asks = !flags.yes && !flags.profile && !prepared.notionalPrices;
    if (asks && terminal.confirm && !(await terminal.confirm('Start?', signal))) {
      terminal.log('Nothing was sent.\n');
      return;
    }
    const summary = await lastEvent(applyCascade(prepared, world, signal), prepared.options, terminal);
    terminal.out(flags.json ? `${JSON.stringify(summaryJson(summary, prepared))}\n` : showSummary(summary, prepared));
    if (summary.unanswered > 0) throw new UnansweredRowsError(summary.unanswered, prepared.options.outFile);
  } finally {
    await prepared.close();
  }
}

/** What to apply then, with what profiling left of the spending cap; undefined: the user said no. */
async function profileFirst(
  promptFile: string,
  options: ApplyOptions,
  flags: ApplyFlags,
  { terminal, world, signal }: ApplyDeps,
): Promise<ApplyOptions | undefined> {
  requireOutput(options, [promptFile, options.dataFile]); // before profiling is paid for
  const { out: _, ...profileFlags } = { ...flags, scope: 'batch' };
  const prepared = await prepareProfile(liveOptionsOf(promptFile, profileFlags), world, signal);
  const shown = { json: false, yes: flags.yes === true, maxSpendUSD: options.maxSpendUSD };
  const quiet = flags.json ? { ...terminal, out: (text: string) => terminal.log(text) } : terminal;
  const result = await runProfile(prepared, shown, quiet, signal);
  if (!result || prepared.configFile === undefined) return undefined;
  const maxSpendUSD = Math.max(0, options.maxSpendUSD - result.profilingUSD);
  return { ...options, configFile: prepared.configFile, maxSpendUSD };
}

/** @throws UsageError */
export function applyOptionsOf(configFile: string, flags: ApplyFlags): ApplyOptions {
  if (flags.data === undefined) throw new UsageError('Name the dataset with --data FILE.');
  if (flags.out === undefined) throw new UsageError('Say where the answers go with --out FILE (.jsonl or .csv).');
  const format =
    flags.format === undefined ? formatOfOutput(flags.out) : oneOf('--format', flags.format, outputFormatNames);
  if (format === undefined)
    throw new UsageError(`--out ${flags.out} does not tell the format: end it in .jsonl or .csv, or give --format.`);
  return {
    configFile,
    dataFile: flags.data,
    outFile: flags.out,
    format,
    overwrite: flags.overwrite === true,
    allowChangedPrompt: flags.allowChangedPrompt === true,
    onFailure: failureRuleOf(flags),
    maxSpendUSD: spendingCap(flags.maxSpend),
    concurrency: wholeNumber('--concurrency', flags.concurrency, 1),
    timeoutMs: 1000 * seconds('--timeout', flags.timeout),
    pricesFile: flags.prices,
    journalFolder: flags.journal,
    columns: columnsOf(flags),
  };
}

function announcement({ source, options, resumes }: PreparedApply): string {
  const { cost } = source.config.evidence;
  return (
    `${resumes ? 'Going on with' : 'Applying'} ${options.configFile} to ${options.dataFile}: by its profile about ${usd(1000 * cost.policyPerCallUSD)} per 1,000 rows ` +
    `(${usd(1000 * cost.referencePerCallUSD)} with ${source.config.reference} alone), spending cap ${usd(options.maxSpendUSD)}.`
  );
}

async function lastEvent(
  events: AsyncIterable<ApplyEvent>,
  { maxSpendUSD }: ApplyOptions,
  terminal: Terminal,
): Promise<ApplySummary> {
  for await (const event of events) {
    if (event.type === 'done') {
      terminal.transient?.('');
      return event.summary;
    }
    terminal.transient?.(`${plural(event.rows, 'row')} · ${usd(event.spentUSD)} of ${usd(maxSpendUSD)}`);
  }
  throw new RangeError('an application must end with a done event');
}

function showSummary(summary: ApplySummary, { source, options, notionalPrices, isPromised }: PreparedApply): string {
  const { guarantee, reference, evidence } = source.config;
  const { rows, rowsBefore, rowsByModel, spentUSD, malformedRows } = summary;
  const shares = [...rowsByModel].map(([model, count]) => `${model} ${percent(count / rows)}`).join(', ');
  const alone = rows * evidence.cost.referencePerCallUSD;
  const profiling = guarantee.scope === 'batch' ? ` after ${usd(evidence.cost.profilingUSD)} for profiling` : '';
  return [
    `${plural(rows, 'row')} in ${options.outFile}${rowsBefore > 0 ? ` (${plural(rowsBefore, 'row')} of them from an earlier run)` : ''}${shares === '' ? '' : `; answered by ${shares}`}.`,
    `Cost: ${usd(spentUSD)}${profiling}${notionalPrices ? ' (notional prices)' : ''}; ${reference} alone would have cost about ${usd(alone)}.`,
    isPromised
      ? `Promise (${guarantee.method}, ${guarantee.scope}): at most ${percent(guarantee.delta)} of answers differ from ${reference}'s, with ${percent(guarantee.confidence)} confidence.`
      : 'Promise: none about these answers; the warnings say why.',
    ...(malformedRows > 0
      ? [
          `${plural(malformedRows, 'row')} of the dataset could not be read and ${malformedRows === 1 ? 'was' : 'were'} passed over.`,
        ]
      : []),
    '',
  ].join('\n');
}

function summaryJson(summary: ApplySummary, { source, options, isPromised }: PreparedApply): object {
  const { delta, confidence, scope, method, deviationUpperBound } = source.config.guarantee;
  return {
    ...summary,
    rowsByModel: Object.fromEntries(summary.rowsByModel),
    referenceUSD: summary.rows * source.config.evidence.cost.referencePerCallUSD,
    guarantee: isPromised ? { delta, confidence, scope, method, deviationUpperBound } : null,
    out: options.outFile,
  };
}
