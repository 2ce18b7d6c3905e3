import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { routingConfigText } from '../core/routing/routingConfigText.ts';
import { writeWhole } from '../node/writeWhole.ts';

/** The routing config could not be written where it should go. */
export class ConfigPathError extends InputError {
  readonly file: string;
  /** The message without the file's name. */
  readonly why: string;

  constructor(file: string, why: string, cause?: unknown) {
    super(
      `The routing config cannot be written to ${file} (${why}). Choose another place with --out FILE (for the demo: --folder FOLDER).`,
      { cause },
    );
    this.file = file;
    this.why = why;
  }
}

/** `prompts/triage.prompty` -> `prompts/triage.cascade.json` */
export function configFileOf(promptFile: string): string {
  const name = basename(promptFile).replace(/\.prompty$|(\.prompt)?(\.(ya?ml|md|txt))?$/i, '');
  return join(dirname(promptFile), `${name}.cascade.json`);
}

/**
 * Called before money is spent.
 * @param inputs files that the profile reads; those that do not exist are passed over
 * @throws ConfigPathError when the folder is missing or not writable, or something else stands there, one of the inputs above all
 */
export function requireWritable(file: string, inputs: readonly string[]): void {
  const folder = dirname(file);
  try {
    if (!statSync(folder).isDirectory()) throw new ConfigPathError(file, `${folder} is not a folder`);
    accessSync(folder, constants.W_OK); // the draft is written there, even where the config itself exists
    if (!existsSync(file)) return;
    if (!statSync(file).isFile()) throw new ConfigPathError(file, 'it is not a file');
    const path = realpathSync(file);
    if (inputs.some((input) => existsSync(input) && realpathSync(input) === path))
      throw new ConfigPathError(file, 'this profile reads that file and would overwrite it');
    accessSync(file, constants.W_OK);
  } catch (error) {
    throw asPathError(file, error);
  }
}

/** @throws ConfigPathError */
export function writeConfigFile(file: string, config: RoutingConfig): void {
  try {
    writeWhole(file, routingConfigText(config));
  } catch (error) {
    throw asPathError(file, error);
  }
}

/** A path as it goes into a config: relative to it, with forward slashes. */
export function pathFromConfig(configFile: string, file: string): string {
  return relative(dirname(configFile), file).split(sep).join('/');
}

function asPathError(file: string, error: unknown): ConfigPathError {
  if (error instanceof ConfigPathError) return error;
  return new ConfigPathError(file, error instanceof Error ? error.message : String(error), error);
}
