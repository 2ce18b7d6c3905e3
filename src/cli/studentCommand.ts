import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { percent } from '../core/amounts.ts';
import { type StudentProjection, type StudentTerms, studentVerdict } from '../core/profiling/studentProjection.ts';
import { requireStudentLabels } from '../core/routing/readRoutingConfig.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { english } from '../core/translate.ts';
import { studentPromise, studentWords } from '../core/wording/studentWords.ts';
import { writeConfigFile } from '../engine/configFile.ts';
import { projectStudent, type ReplayItem } from '../engine/student/projectStudent.ts';
import { itemsOfAnswers, itemsOfRecording } from '../engine/student/replayItems.ts';
import {
  DEFAULT_STUDENT_TERMS,
  isStudentOffered,
  studentSectionOf,
  withStudent,
} from '../engine/student/studentSection.ts';
import { readCascade, readDecisions } from '../runtime/cascadeSource.ts';
import { openShare } from './flagValues.ts';
import { plainTable } from './plainTable.ts';
import { type StudentEmbeddingFlags, studentEmbeddings, withStudentEmbeddings } from './studentEmbeddings.ts';
import { studentJson } from './studentJson.ts';
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
    .option(
      '--delta <share>',
      "share of inputs it may answer unlike the stages, on top of the config's delta",
      String(DEFAULT_STUDENT_TERMS.delta),
    )
    .option('--confidence <share>', 'how sure that is', String(DEFAULT_STUDENT_TERMS.confidence))
    .option('--aim <share>', 'share it aims to answer unlike the stages; default: half of --delta')
    .option('--embeddings <id>', 'a model whose embeddings of the inputs it also learns from, one call an input')
    .option('--embedding-length <n>', 'numbers of such an embedding; default: as the config says')
    .option('--json', 'print one JSON value')
    .action(async (config: string, flags: StudentFlags) => {
      await tryStudent(config, flags, deps);
    });
}

/**
/**
 * Says what a student would have saved on answers already there, and writes it into the config unless it had its time and did not answer. Asks no model, so what
 * a second level would add by embeddings is not in it. Rejects with an InputError for what cannot be used.
 */
async function tryStudent(configFile: string, flags: StudentFlags, { terminal, signal }: StudentDeps): Promise<void> {
  const terms = termsOf(flags);
  const { config, items } = await replayOf(configFile, flags, terms, signal);
  const embeddings = studentEmbeddings(flags, config);
  const projection = await projectStudent(config, terms, items, { learnsFromTooFew: true, signal });
  const isWritten = isStudentOffered(projection);
  if (isWritten) write(configFile, projection, embeddings);
  terminal.out(
    flags.json
      ? `${JSON.stringify({ student: studentJson(projection, configFile), configFile: isWritten ? configFile : null })}\n`
      : shown(projection, config, isWritten ? configFile : undefined),
  );
}

function termsOf({ delta, confidence, aim }: StudentFlags): StudentTerms {
  return {
    delta: openShare('--delta', delta),
    confidence: openShare('--confidence', confidence),
    ...(aim === undefined ? {} : { aim: openShare('--aim', aim) }),
  };
}

async function replayOf(
  configFile: string,
  { answers, recording }: StudentFlags,
  terms: StudentTerms,
  signal: AbortSignal,
): Promise<{ config: RoutingConfig; items: readonly ReplayItem[] }> {
  if ((answers === undefined) === (recording === undefined))
    throw new UsageError(
      'Name the answers to replay: --answers FILE, as downtier apply wrote it, or --recording FOLDER.',
    );
  const source = await readDecisions(configFile);
  requireStudentLabels(configFile, { ...source.config, student: studentSectionOf(configFile, terms) }); // before any answers are read
  if (recording !== undefined) return { config: source.config, items: await itemsOfRecording(recording, source) };
  const { config, template } = await readCascade(configFile);
  return { config, items: await itemsOfAnswers(answers ?? '', { template }, signal) };
}

function write(file: string, projection: StudentProjection, embeddings: RoutingConfig['embeddings']): void {
  const config = JSON.parse(readFileSync(file, 'utf8')) as RoutingConfig;
  writeConfigFile(file, withStudentEmbeddings(withStudent(config, file, projection), embeddings));
}

/** @param writtenTo undefined: nothing was written */
function shown(projection: StudentProjection, config: RoutingConfig, writtenTo: string | undefined): string {
  const words = studentWords(projection, english);
  if (writtenTo === undefined)
    return `${words}\nNothing was written. It needs more answers to learn from, or a larger --delta.\n`;
  const { file } = studentSectionOf(writtenTo, projection.terms);
  const { reference, guarantee } = config;
  return [
    words,
    '',
    ...(studentVerdict(projection) === 'answers' ? [windowTable(projection), ''] : []),
    studentPromise(projection, { reference, delta: guarantee.delta }, english),
    `Written to ${writtenTo}; what it learns goes into ${file} beside it.`,
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
