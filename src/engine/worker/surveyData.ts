import { statSync } from 'node:fs';
import { rowsFromTestData } from '../../core/datasets/readDataset.ts';
import { type DatasetSample, sampleRows } from '../../core/datasets/sampleRows.ts';
import { sampleDatasetFile } from '../../node/datasetFile.ts';
import type { LoadedPrompt } from '../../node/loadPrompt.ts';
import type { DataSource } from './dataSource.ts';
import type { DataFacts, SurveyRequest } from './setupSurvey.ts';

/** With the sample itself, which does not leave the thread. */
export interface SurveyedData extends DataFacts {
  readonly sample: DatasetSample;
  readonly warnings: readonly string[];
}

/** The last sample taken: each keystroke in the panel surveys again, and a large file takes seconds. */
let last: { readonly key: string; readonly sample: DatasetSample } | undefined;

/** undefined: the prompt's rows were asked for and it has none. Rejects with a DatasetError. */
export async function surveyData(
  request: SurveyRequest,
  { source, prompt }: { readonly source: DataSource; readonly prompt: LoadedPrompt },
  signal: AbortSignal,
): Promise<SurveyedData | undefined> {
  const { promptFile, profileItems: sampleSize, seed, columns: chosen } = request;
  const { testData, usedVariables } = prompt.template;
  const keep = [...usedVariables.map(({ name }) => name), ...Object.values(chosen)];
  if (source.from === 'prompt') {
    if (testData.length === 0) return undefined;
    return surveyed(
      await sampleRows(rowsFromTestData(testData, { keep }), { file: promptFile, sampleSize, seed }),
      promptFile,
    );
  }
  const { file: dataFile } = source;
  const key = JSON.stringify([dataFile, stampOf(dataFile), sampleSize, seed, keep]);
  if (last?.key !== key) last = { key, sample: await sampleDatasetFile(dataFile, { sampleSize, seed, keep, signal }) };
  return surveyed(last.sample, dataFile);
}

function surveyed(sample: DatasetSample, file: string): SurveyedData {
  const { columns, goldColumn, totalRows, findings } = sample;
  const hidden = goldColumn !== undefined && goldColumn !== 'assert' && !columns.includes(goldColumn);
  return {
    rows: totalRows,
    sampledRows: sample.rows.length,
    goldColumn,
    columns: hidden ? [...columns, goldColumn] : columns,
    sample,
    warnings: findings.map(({ range, message }) => `${file}:${range.start.line + 1}: ${message}`),
  };
}

/** Changes whenever the file does; a missing file gives none, and reading it says so. */
function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size}`;
}
