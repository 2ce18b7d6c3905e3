import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { percent, plural } from '../core/amounts.ts';
import { requireStudentLabels } from '../core/routing/readRoutingConfig.ts';
import { type RoutingConfig, versionOf } from '../core/routing/routingConfig.ts';
import { wholePromise } from '../core/routing/wholePromise.ts';
import { writeConfigFile } from '../engine/configFile.ts';
import { projectStudent, type ReplayItem, type StudentProjection } from '../engine/student/projectStudent.ts';
import { itemsOfAnswers, itemsOfRecording } from '../engine/student/replayItems.ts';
import { readCascade, readDecisions, readsOf } from '../runtime/cascadeSource.ts';
import { openShare } from './flagValues.ts';
import { plainTable } from './plainTable.ts';
import { type StudentEmbeddingFlags, studentEmbeddings } from './studentEmbeddings.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

interface StudentFlags extends StudentEmbeddingFlags {
  readonly answers?: string;
  readonly recording?: string;
  readonly delta: string;
  readonly confidence: string;
  readonly aim?: string;
  readonly json?: boolean;
}

type Section = NonNullable<RoutingConfig['student']>;

interface StudentDeps {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

export function addStudentCommand(program: Command, deps: StudentDeps): void {
  program
    .command('student <config>')
    .description(
      'what a student in front would save, tried on answers already there; writes it into the config. Sends nothing',
    )
    .option('--answers <file>', 'answers that apply wrote for this config: .jsonl or .csv')
    .option('--recording <folder>', 'recorded answers instead')
    .option('--delta <share>', "share of inputs it may answer unlike the stages, on top of the config's delta", '0.02')
    .option('--confidence <share>', 'how sure that is', '0.95')
    .option('--aim <share>', 'share it aims to answer unlike the stages; default: half of --delta')
    .option('--embeddings <id>', 'a model whose embeddings of the inputs it also learns from, one call an input')
    .option('--embedding-length <n>', 'numbers of such an embedding; default: as the config says')
    .option('--json', 'print one JSON value')
    .action(async (config: string, flags: StudentFlags) => {
      await tryStudent(config, flags, deps);
    });
}

/**
 * Says what a student would have saved on answers already there, and writes it into the config if it would have answered anything. Asks no model, so what a
 * second level would add by embeddings is not in it. Rejects with an InputError for what cannot be used.
 */
async function tryStudent(configFile: string, flags: StudentFlags, { terminal, signal }: StudentDeps): Promise<void> {
  const section = sectionOf(configFile, flags);
  const { config, items } = await replayOf(configFile, flags, section, signal);
  const projection = projectStudent(config, section, items);
  const { evidence, windows } = projection;
  const isWorthIt = evidence.keptShare > 0;
  const embeddings = studentEmbeddings(flags, config);
  if (isWorthIt) write(configFile, embeddings ? { ...section, embeddings: true } : section, { projection, embeddings });
  const promise = wholePromise({ ...config, student: section });
  terminal.out(
    flags.json
      ? `${JSON.stringify({ student: { ...section, ...evidence, windows, promise }, configFile: isWorthIt ? configFile : null })}\n`
      : shown(projection, { configFile, section, config, isWorthIt }),
  );
}

function sectionOf(configFile: string, { delta, confidence, aim }: StudentFlags): Section {
  return {
    file: `${basename(configFile).replace(/(\.cascade)?\.json$/i, '')}.student.json`,
    delta: openShare('--delta', delta),
    confidence: openShare('--confidence', confidence),
    ...(aim === undefined ? {} : { aim: openShare('--aim', aim) }),
  };
}

async function replayOf(
  configFile: string,
  { answers, recording }: StudentFlags,
  section: Section,
  signal: AbortSignal,
): Promise<{ config: RoutingConfig; items: readonly ReplayItem[] }> {
  if ((answers === undefined) === (recording === undefined))
    throw new UsageError(
      'Name the answers to replay: --answers FILE, as downtier apply wrote it, or --recording FOLDER.',
    );
  const source = await readDecisions(configFile);
  requireStudentLabels(configFile, { ...source.config, student: section }); // before any answers are read
  if (recording !== undefined) return { config: source.config, items: await itemsOfRecording(recording, source) };
  const { config, template } = await readCascade(configFile);
  return { config, items: await itemsOfAnswers(answers ?? '', { template }, signal) };
}

/** Keys that a later version may have put there stay. */
function write(
  file: string,
  student: Section,
  {
    projection,
    embeddings,
  }: { readonly projection: StudentProjection; readonly embeddings: RoutingConfig['embeddings'] },
): void {
  const config = JSON.parse(readFileSync(file, 'utf8')) as RoutingConfig;
  const { embeddings: before, ...rest } = config;
  const named = readsOf(config).embeds ? before : embeddings;
  const changed = { ...rest, ...(named && { embeddings: named }), student };
  writeConfigFile(file, {
    ...changed,
    version: versionOf(changed),
    evidence: { ...config.evidence, student: projection.evidence },
  });
}

function shown(
  projection: StudentProjection,
  {
    configFile,
    section,
    config,
    isWorthIt,
  }: {
    readonly configFile: string;
    readonly section: Section;
    readonly config: RoutingConfig;
    readonly isWorthIt: boolean;
  },
): string {
  const { items, keptShare, lateKeptShare, deviationShare, costShare } = projection.evidence;
  const replayed = `${plural(items, 'answer')} replayed`;
  if (!isWorthIt)
    return `${replayed}: the student would have answered none of them, so nothing was written. It needs more answers to learn from, or a larger --delta.\n`;
  const { delta, confidence } = wholePromise({ ...config, student: section });
  const cost = costShare === undefined ? '' : ` Cost: ${percent(costShare)} of what it was without.`;
  return [
    `${replayed}: the student would have given ${percent(keptShare)} of them (${percent(lateKeptShare)} of the last quarter), ${percent(deviationShare)} of all unlike the stages.${cost}`,
    '',
    windowTable(projection),
    '',
    `Promise with it: at most ${percent(delta)} of answers differ from ${config.reference}'s, with ${percent(confidence)} confidence ` +
      `(the stages ${percent(config.guarantee.delta)}, the student ${percent(section.delta)} more).`,
    `Written to ${configFile}; what it learns goes into ${section.file} beside it.`,
    '',
  ].join('\n');
}

function windowTable({ windows }: StudentProjection): string {
  const columns = ['Up to item', 'Student', 'Stages', 'As the stages say'];
  return plainTable(
    columns.map((head) => ({ head, align: 'right' })),
    windows.map(({ items, shares, agreement }) => [
      items.toLocaleString('en-US'),
      ...shares.map(percent),
      percent(agreement),
    ]),
  );
}
