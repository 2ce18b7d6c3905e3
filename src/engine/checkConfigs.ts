import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Finding, rangeOfOffsets } from '../core/findings.ts';
import { JsonPlaces } from '../core/jsonPlaces.ts';
import type { PriceBook } from '../core/models/price.ts';
import { retirementOf } from '../core/models/retirements.ts';
import type { ConfigFact, Rates } from '../core/routing/configFact.ts';
import { RoutingConfigError, readRoutingConfig } from '../core/routing/readRoutingConfig.ts';
import { repriceConfig } from '../core/routing/repriceConfig.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { readStudentFile, studentFileOf, studentIdentityOf } from '../runtime/studentFile.ts';
import { StudentFileError } from '../runtime/studentFileError.ts';

/** A fact with the place that it is about. */
export type ConfigFinding = ConfigFact & Pick<Finding, 'severity' | 'range'>;

/** What is left of a config's promise today. Plain data: it crosses threads. */
export interface ConfigCheck {
  readonly file: string;
  /** undefined: it cannot be read. */
  readonly config: RoutingConfig | undefined;
  readonly findings: readonly ConfigFinding[];
  /** Something it rests on has changed, or it cannot be used at all. */
  readonly stale: boolean;
  /** Absolute; undefined for a profile of recorded answers. */
  readonly promptFile: string | undefined;
  readonly datasetFile: string | undefined;
  /** The config's new text with today's prices; undefined where they have not changed or only a new profile can tell. */
  readonly repricedText: string | undefined;
}

/** What a check looks at besides the config. */
export interface CheckWorld {
  /** Of today. */
  readonly prices: PriceBook;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** SHA-256 of a file's bytes; undefined where no such file can be read. */
  hashOf(file: string): Promise<string | undefined>;
}

type Report = (fact: ConfigFact, path: readonly PropertyKey[]) => void;

/** Far more than any config has; a larger file is something else. */
const LONGEST_CONFIG_BYTES = 1_000_000;

/** Reads and checks a config file. Never rejects for what is wrong with the file: that is among the findings. */
export async function checkConfigFile(file: string, world: CheckWorld): Promise<ConfigCheck> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return unusable(file, unreadable('', `this file cannot be read (${why}).`));
  }
  return checkConfig(file, new TextDecoder().decode(bytes), world);
}

/** @param text of the config, perhaps not saved yet */
export async function checkConfig(file: string, text: string, world: CheckWorld): Promise<ConfigCheck> {
  if (text.length > LONGEST_CONFIG_BYTES) {
    return unusable(file, unreadable('', `this is too long to be a routing config (${text.length} characters).`));
  }
  const config = readOrFinding(file, text);
  if (!('version' in config)) return unusable(file, config);
  const places = new JsonPlaces(text);
  const findings: ConfigFinding[] = [];
  const report: Report = (fact, path) => findings.push({ ...fact, severity: 'warning', range: places.rangeOf(path) });

  const promptFile = config.prompt && pathOf(file, config.prompt.file);
  const datasetFile = pathOf(file, config.dataset.file);
  await reportFile('prompt', config, promptFile, { world, report });
  // Rows written in the prompt change with it: that is said once.
  if (datasetFile !== promptFile) await reportFile('dataset', config, datasetFile, { world, report });
  reportRetirements(config, world, report);
  reportStudent(file, config, report);
  const repriced = reportPrices(config, world, report) ? repriceConfig(config, world.prices) : undefined;
  return {
    file,
    config,
    findings,
    promptFile,
    datasetFile,
    stale: findings.some(({ code }) => code !== 'price-unknown'),
    repricedText: repriced && `${JSON.stringify(overlaid(JSON.parse(text), repriced), undefined, 2)}\n`,
  };
}

function readOrFinding(file: string, text: string): RoutingConfig | ConfigFinding {
  try {
    return readRoutingConfig(file, text);
  } catch (error) {
    if (!(error instanceof RoutingConfigError)) throw error;
    if (error.fault === 'unreadable-config') return unreadable(text, error.why);
    const range = new JsonPlaces(text).rangeOf(error.path);
    return { code: error.fault, severity: 'error', why: error.why, range };
  }
}

function unreadable(text: string, why: string): ConfigFinding {
  const range = text === '' ? rangeOfOffsets('', 0, 0) : new JsonPlaces(text).firstError;
  return { code: 'unreadable-config', severity: 'error', why, range };
}

function unusable(file: string, finding: ConfigFinding): ConfigCheck {
  return {
    file,
    findings: [finding],
    stale: true,
    config: undefined,
    promptFile: undefined,
    datasetFile: undefined,
    repricedText: undefined,
  };
}

/** @returns undefined for a path on another machine: opening a config must not make this one knock there */
function pathOf(configFile: string, file: string): string | undefined {
  return /^[\\/]{2}/.test(file) ? undefined : resolve(dirname(configFile), file);
}

async function reportFile(
  key: 'prompt' | 'dataset',
  config: RoutingConfig,
  path: string | undefined,
  { world, report }: { readonly world: CheckWorld; readonly report: Report },
): Promise<void> {
  const recorded = config[key];
  if (!recorded) return;
  const { file, sha256 } = recorded;
  const hash = path === undefined ? undefined : await world.hashOf(path);
  if (hash === undefined) report({ code: `${key}-missing`, file }, [key, 'file']);
  else if (hash !== sha256)
    report({ code: `${key}-changed`, file, profiledOn: config.evidence.profiledOn }, [key, 'sha256']);
}

/** A student's file that the runtime would refuse. Before the first run there is none. */
function reportStudent(configFile: string, config: RoutingConfig, report: Report): void {
  const path = studentFileOf(configFile, config);
  if (path === undefined || !config.student) return;
  try {
    readStudentFile(path, studentIdentityOf(config));
  } catch (error) {
    if (!(error instanceof StudentFileError)) throw error;
    report({ code: 'student-file', file: config.student.file, why: error.why }, ['student', 'file']);
  }
}

/** Of the models that answer, and of the one whose answers are the measure. */
function reportRetirements(config: RoutingConfig, { today }: CheckWorld, report: Report): void {
  const stages = config.stages.map(({ model }, index) => ({ model, path: ['stages', index, 'model'] }));
  const reference = { model: config.reference, path: ['reference'] };
  const all = stages.some(({ model }) => model === config.reference) ? stages : [...stages, reference];
  const known = all.flatMap(({ model, path }) => {
    const retirement = retirementOf(model);
    return retirement ? [{ model, path, ...retirement }] : [];
  });
  for (const { model, path, retiresOn: on, source } of known)
    report({ code: 'model-retires', model, on, past: on <= today, source }, path);
  const on = config.validity.modelRetires;
  if (known.length === 0 && on !== undefined) {
    const fact = { code: 'model-retires', model: undefined, on, past: on <= today, source: undefined } as const;
    report(fact, ['validity', 'modelRetires']);
  }
}

/** Only of the models that the stated savings rest on. @returns whether any has changed */
function reportPrices(config: RoutingConfig, { prices, today }: CheckWorld, report: Report): boolean {
  const counted = new Set([config.reference, ...config.stages.map(({ model }) => model)]);
  let changed = false;
  for (const [index, { id: model, price: was }] of config.evidence.models.entries()) {
    if (!was || !counted.has(model)) continue;
    const path = ['evidence', 'models', index, 'price'];
    const lookup = prices.lookup(model);
    if (!lookup.known) {
      report({ code: 'price-unknown', model, gap: lookup.gap }, path);
    } else if (was.source === 'override' && lookup.price.source !== 'override') {
      report({ code: 'price-unknown', model, gap: undefined }, path);
    } else {
      const [before, now] = [ratesOf(was), ratesOf(lookup.price)];
      if (before.inputUSDPer1M === now.inputUSDPer1M && before.outputUSDPer1M === now.outputUSDPer1M) continue;
      changed = true;
      const days = { was: { ...before, on: config.validity.pricesOn }, is: { ...now, on: today } };
      report({ code: 'price-changed', model, ...days }, path);
    }
  }
  return changed;
}

/** All digits that a price has, since the least change counts. */
function ratesOf({ inputUSDPer1M, outputUSDPer1M }: Rates): Rates {
  return {
    inputUSDPer1M: Number(inputUSDPer1M.toPrecision(9)),
    outputUSDPer1M: Number(outputUSDPer1M.toPrecision(9)),
  };
}

/** Reading leaves unknown keys out; writing must not lose what a later minor version has put there. */
function overlaid(original: unknown, changed: unknown): unknown {
  if (Array.isArray(original) && Array.isArray(changed)) {
    return changed.map((value, index) => overlaid(original[index], value));
  }
  if (!isObject(original) || !isObject(changed)) return changed;
  const entries = Object.entries(changed).map(([key, value]) => [key, overlaid(original[key], value)]);
  return { ...original, ...Object.fromEntries(entries) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
