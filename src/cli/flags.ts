import type { Command } from 'commander';
import { type EquivalenceName, equivalenceNames } from '../core/equivalence/equivalence.ts';
import { DEFAULT_METHOD, type ProfileMethod, profileMethods, type Scope, scopes } from '../core/profiling/profile.ts';
import type { ColumnMap } from '../engine/columnMap.ts';
import {
  type LiveProfileOptions,
  type ProfileOptions,
  SELF_CHECK_ITEMS,
  type World,
} from '../engine/profileOptions.ts';
import { DEFAULT_STUDENT_TERMS } from '../engine/student/studentSection.ts';
import { defaultTimeoutMs } from '../providers/providerOptions.ts';
import { list, oneOf, openShare, seconds, spendingCap, wholeNumber } from './flagValues.ts';
import { UsageError } from './usageError.ts';

/** What commander hands over: texts as typed. */
export interface ProfileFlags {
  readonly data?: string;
  readonly recording?: string;
  readonly models?: string;
  readonly reference?: string;
  readonly delta: string;
  readonly confidence: string;
  readonly method: string;
  readonly scope: string;
  readonly volume: string;
  readonly maxSpend: string;
  readonly concurrency: string;
  readonly timeout: string;
  readonly profileItems: string;
  readonly seed: string;
  readonly selfCheck: string;
  readonly compare?: boolean;
  readonly equivalence?: string;
  readonly labels?: string;
  readonly judge?: string;
  readonly jsonField?: readonly string[];
  readonly tolerance?: string;
  readonly map?: readonly string[];
  readonly knowsColumns?: string;
  readonly embeddings?: string;
  readonly prices?: string;
  readonly journal?: string;
  readonly endpoint?: readonly string[];
  readonly out?: string;
  readonly student?: boolean;
  /** Only of `profile`. */
  readonly studentDelta?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
}

export const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Flags of everything that reads a prompt, a dataset and models. */
export function addModelFlags(command: Command): Command {
  return command
    .option(
      '--data <file>',
      'dataset: .csv, .tsv, .jsonl, .json, .parquet; default: the rows written in the prompt file',
    )
    .option('--map <variable=column>', 'the column a variable is taken from, where names differ; repeatable', collected)
    .option('--models <ids>', 'models to compare, separated by commas, the reference among them')
    .option('--reference <id>', 'the model whose answers are the measure; default: the one in the prompt file')
    .option(
      '--embeddings <id>',
      'a model whose embeddings of the inputs may decide who is asked: openai/MODEL or compatible:SERVER/MODEL',
    )
    .option('--profile-items <n>', 'profile at most this many rows', '5000')
    .option('--max-spend <usd>', 'spending cap; no call that could break it is sent', '5')
    .option('--volume <n>', 'future calls the saving is for (stream scope)', '100000')
    .option('--prices <file>', 'your own prices, as JSON')
    .option('--endpoint <name=url>', 'base URL of compatible:NAME; repeatable', collected)
    .option('--timeout <seconds>', 'longest wait for one answer', String(defaultTimeoutMs / 1000))
    .option('--seed <n>', 'fixes every random choice', '1')
    .option('--json', 'print one JSON value');
}

export function addProfileFlags(command: Command): Command {
  const recorded = addModelFlags(command).option(
    '--recording <folder>',
    'profile recorded answers instead: no network, no cost',
  );
  return addPromiseFlags(recorded)
    .option('--out <file>', 'where the routing config goes; default: beside the prompt')
    .option('--student', 'put a student in front: the config gets the section "student" (outputs must be labels)')
    .option(
      '--student-delta <share>',
      'share of inputs a student may answer unlike the stages, on top of --delta',
      String(DEFAULT_STUDENT_TERMS.delta),
    );
}

/** Flags of everything that profiles. */
export function addPromiseFlags(command: Command): Command {
  return command
    .option('--delta <share>', 'largest share of answers that may differ from the reference, 0 to 1', '0.05')
    .option('--confidence <share>', 'how sure that has to be, 0 to 1', '0.95')
    .option('--method <name>', profileMethods.join(', '), DEFAULT_METHOD)
    .option('--scope <scope>', 'stream: for inputs to come; batch: for just this dataset', 'stream')
    .option('--concurrency <n>', 'calls at once per model', '16')
    .option('--equivalence <name>', `${equivalenceNames.join(', ')}; default: guessed, with the reason`)
    .option('--labels <names>', 'the labels, separated by commas')
    .option('--judge <id>', 'the model that compares, for --equivalence judge')
    .option(
      '--json-field <pointer=rule>',
      'what to compare of JSON outputs, for example /category=label; repeatable',
      collected,
    )
    .option('--tolerance <n>', 'numbers this far apart count as the same: 0.01, or 1%')
    .option(
      '--knows-columns <names>',
      'columns, separated by commas, that may decide who is asked; they then have to be given with every input',
    )
    .option(
      '--self-check <n>',
      'ask the reference about so many rows a second time, to see how often it contradicts itself; 0: not',
      String(SELF_CHECK_ITEMS),
    )
    .option('--compare', "also say what SMART's methods would have recommended on the same answers; costs nothing")
    .option('--journal <folder>', 'where paid answers are kept; default: .downtier beside the prompt')
    .option('-y, --yes', 'do not ask before spending');
}

/** @throws UsageError naming the flag, its value and what it takes */
export function profileOptionsOf(flags: ProfileFlags): ProfileOptions {
  return {
    delta: openShare('--delta', flags.delta),
    confidence: openShare('--confidence', flags.confidence),
    method: oneOf<ProfileMethod>('--method', flags.method, profileMethods),
    scope: oneOf<Scope>('--scope', flags.scope, scopes),
    volume: wholeNumber('--volume', flags.volume, 1),
    profileItems: wholeNumber('--profile-items', flags.profileItems, 1),
    seed: wholeNumber('--seed', flags.seed, 0),
    models: flags.models === undefined ? undefined : list('--models', flags.models),
    reference: flags.reference?.trim(),
    equivalence:
      flags.equivalence === undefined
        ? undefined
        : oneOf<EquivalenceName>('--equivalence', flags.equivalence, equivalenceNames),
    labels: flags.labels === undefined ? undefined : list('--labels', flags.labels),
    jsonFields: flags.jsonField,
    tolerance: flags.tolerance,
    judge: flags.judge?.trim(),
    compare: flags.compare === true,
    ...(flags.studentDelta === undefined
      ? {}
      : { student: { ...DEFAULT_STUDENT_TERMS, delta: openShare('--student-delta', flags.studentDelta) } }),
    out: flags.out,
  };
}

/** @throws UsageError */
export function liveOptionsOf(promptFile: string, flags: ProfileFlags): LiveProfileOptions {
  const options = profileOptionsOf(flags);
  if (options.models === undefined) throw new UsageError('Name the models to compare with --models A,B,..');
  if (options.method !== 'certified') refuseKnowsFlags(flags, `--method ${options.method} decides by neither`);
  return {
    ...options,
    promptFile,
    dataFile: flags.data,
    models: options.models,
    judge: options.judge,
    columns: columnsOf(flags),
    knowsColumns: flags.knowsColumns === undefined ? [] : list('--knows-columns', flags.knowsColumns),
    embeddings: flags.embeddings?.trim(),
    selfCheckItems: wholeNumber('--self-check', flags.selfCheck, 0),
    maxSpendUSD: spendingCap(flags.maxSpend),
    concurrency: wholeNumber('--concurrency', flags.concurrency, 1),
    timeoutMs: 1000 * seconds('--timeout', flags.timeout),
    pricesFile: flags.prices,
    journalFolder: flags.journal,
  };
}

/** @throws UsageError where P(IK) can read neither columns nor embeddings */
export function refuseKnowsFlags({ knowsColumns, embeddings }: ProfileFlags, why: string): void {
  if (knowsColumns !== undefined || embeddings !== undefined)
    throw new UsageError(`--knows-columns and --embeddings are for the certified search of a prompt: ${why}.`);
}

/** `--map ticket=body` as columns by variable. @throws UsageError */
export function columnsOf({ map = [] }: Pick<ProfileFlags, 'map'>): ColumnMap {
  return Object.fromEntries(
    map.map((text) => {
      const equals = text.indexOf('=');
      const [variable, column] = [text.slice(0, Math.max(equals, 0)).trim(), text.slice(equals + 1).trim()];
      if (variable === '' || column === '')
        throw new UsageError(`--map takes VARIABLE=COLUMN, for example ticket=body, got "${text}".`);
      return [variable, column] as const;
    }),
  );
}

/** `--endpoint box=http://127.0.0.1:9000/v1` as a map. @throws UsageError */
export function endpointsOf({ endpoint = [] }: Pick<ProfileFlags, 'endpoint'>): ReadonlyMap<string, string> {
  return new Map(
    endpoint.map((text) => {
      const [, name, url] = /^([a-z][a-z0-9_-]*)=(\S+)$/i.exec(text) ?? [];
      if (!name || !url)
        throw new UsageError(`--endpoint takes NAME=URL, for example box=http://127.0.0.1:8080/v1, got "${text}".`);
      return [name.toLowerCase(), url];
    }),
  );
}

/** The world with the endpoints that the flags name. @throws UsageError */
export function withEndpoints(world: World, flags: Pick<ProfileFlags, 'endpoint'>): World {
  const endpoints = endpointsOf(flags);
  return { ...world, baseURLOf: (account) => endpoints.get(account) ?? world.baseURLOf(account) };
}
