import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where the rows come from. */
export type DataSource = { readonly from: 'file'; readonly file: string } | { readonly from: 'prompt' };

/** What the user said about it; `guess`: nothing. */
export type DataChoice = DataSource | { readonly from: 'guess' };

/** As `ProfileOptions.dataFile` has it. */
export function dataFileOf(source: DataSource): string | undefined {
  return source.from === 'file' ? source.file : undefined;
}

export function dataSourceOf(dataFile: string | undefined): DataSource {
  return dataFile === undefined ? { from: 'prompt' } : { from: 'file', file: dataFile };
}

/** A guess is made from the disk each time, so that a dataset written a moment ago is seen. */
export async function resolveData(choice: DataChoice, promptFile: string): Promise<DataSource> {
  return choice.from === 'guess' ? dataSourceOf(await datasetBeside(promptFile)) : choice;
}

/** The dataset in the prompt's folder: the one that is named like the prompt before any other. JSON is left out, since most JSON files are no datasets. */
async function datasetBeside(promptFile: string): Promise<string | undefined> {
  const folder = dirname(promptFile);
  const stem = basename(promptFile).split('.')[0] ?? '';
  const names = (await readdir(folder).catch(noNames))
    .filter((name) => /\.(csv|tsv|jsonl|ndjson|parquet)$/i.test(name))
    .sort((a, b) => (a < b ? -1 : 1));
  const name = names.find((one) => one.startsWith(stem)) ?? names[0];
  return name === undefined ? undefined : join(folder, name);
}

/** A folder that cannot be listed offers nothing; reading the prompt says what is wrong with it. */
function noNames(): string[] {
  return [];
}
