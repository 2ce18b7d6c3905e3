import { plural, usd } from '../core/amounts.ts';
import type { ProfileEvent, ProfileResult } from '../core/profiling/profile.ts';
import { writeConfigFile } from '../engine/configFile.ts';
import type { PreparedProfile } from '../engine/preparedProfile.ts';
import { takesStudent } from '../engine/student/offerStudent.ts';
import { isStudentOffered, withStudent } from '../engine/student/studentSection.ts';
import { profileJson } from './profileJson.ts';
import { showProfile } from './showProfile.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

export interface ProfileWishes {
  readonly json: boolean;
  readonly yes: boolean;
  /** The config gets a student in front. Absent: false. */
  readonly student?: boolean;
  readonly maxSpendUSD: number | undefined;
}

/**
 * Runs a prepared profile to its end: progress, config file, result. Rejects with UsageError where a student is wished for and cannot be.
 * @returns undefined: the user said no
 */
export async function runProfile(
  prepared: PreparedProfile,
  shown: ProfileWishes,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ProfileResult | undefined> {
  if (shown.student) requireStudent(prepared);
  for (const warning of prepared.warnings) terminal.log(`Warning: ${warning}\n`);
  announce(prepared, shown.maxSpendUSD, terminal);
  const asks = !shown.yes && prepared.estimate !== undefined && !prepared.notionalPrices;
  if (asks && terminal.confirm && !(await terminal.confirm('Start profiling?', signal))) {
    terminal.log('Nothing was sent.\n');
    return undefined;
  }
  const result = await lastEvent(prepared, shown.maxSpendUSD, terminal, signal);
  const { configFile, notionalPrices } = prepared;
  const student = shown.student && result.student && isStudentOffered(result.student) ? result.student : undefined;
  if (configFile !== undefined) {
    const config = prepared.configOf(result);
    writeConfigFile(configFile, student ? withStudent(config, configFile, student) : config);
  }
  if (shown.student && !student) terminal.log(`${noStudentWords(result)}\n`);
  const written = { configFile, hasStudent: configFile !== undefined && student !== undefined };
  terminal.out(
    shown.json
      ? `${JSON.stringify(profileJson(result, written))}\n`
      : showProfile(result, { notionalPrices, ...written }),
  );
  return result;
}

function noStudentWords({ student }: ProfileResult): string {
  const why = student
    ? 'on these rows it had its time and never answered. More rows to learn from, or a larger --student-delta, may change that'
    : 'there is no row whose input and whose answers of the recommended stages are known, so there was nothing to try one on';
  return `No student was put into the config: ${why}.`;
}

/** Before anything is paid. @throws UsageError */
function requireStudent({ request, equivalence, configFile }: PreparedProfile): void {
  if (!takesStudent(request, equivalence))
    throw new UsageError(
      '--student needs outputs that are compared by two labels or more, and --scope stream. ' +
        'Name the labels with --labels A,B,.. or leave --student out.',
    );
  if (configFile === undefined)
    throw new UsageError('--student is written into the config: say where with --out FILE.');
}

function announce(
  { subject, request, items, estimate, equivalence }: PreparedProfile,
  cap: number | undefined,
  terminal: Terminal,
): void {
  terminal.log(
    `Profiling ${subject}: up to ${plural(items, 'item')} of ${plural(request.rows, 'row')}, ${request.models.length} models, ` +
      `reference ${request.reference}, outputs compared by ${equivalence.name}.\n`,
  );
  if (!estimate) return;
  terminal.log(
    `About ${usd(estimate.profilingLikelyUSD)} for ${plural(estimate.likelyItems, 'item')}, at most ${usd(estimate.profilingAtMostUSD)}` +
      `${cap === undefined ? '' : ` (spending cap ${usd(cap)})`}.\n`,
  );
}

async function lastEvent(
  prepared: PreparedProfile,
  cap: number | undefined,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ProfileResult> {
  for await (const event of prepared.run(signal)) {
    if (event.type === 'done') {
      terminal.transient?.('');
      return event.result;
    }
    terminal.transient?.(progressLine(event, cap));
  }
  throw new RangeError('a profile must end with a done event');
}

function progressLine(event: Extract<ProfileEvent, { type: 'progress' }>, cap: number | undefined): string {
  const open = event.models.filter(({ status }) => status === 'open').map(({ id }) => id);
  const spent = cap === undefined ? usd(event.costUSD) : `${usd(event.costUSD)} of ${usd(cap)}`;
  const state = open.length === 0 ? 'all settled' : `open: ${open.join(', ')}`;
  return `${event.items.toLocaleString('en-US')} of at most ${plural(event.itemLimit, 'item')} · ${spent} · ${state}`;
}
