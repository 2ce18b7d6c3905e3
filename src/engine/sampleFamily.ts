import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChatModel } from '../core/models/chatModel.ts';
import type { EmbeddingModel } from '../core/models/embeddingModel.ts';
import { parseModelId } from '../core/models/modelId.ts';
import { openaiModel } from '../providers/openai.ts';
import { openaiEmbeddings } from '../providers/openaiEmbeddings.ts';
import { type SampleServer, startSampleServer } from '../providers/sample/sampleServer.ts';
import { readTrainingRows } from '../providers/sample/trainingFile.ts';
import { trainSampleModels } from '../providers/sample/trainSampleModels.ts';

/** Fixes the training of the embedded models, so that they answer alike everywhere. */
const TRAINING_SEED = 1;

/** The embedded models, trained and served on loopback in OpenAI's wire shape. Close it when done. */
export interface SampleFamily {
  model(id: string): ChatModel;
  embeddings(id: string): EmbeddingModel;
  close(): Promise<void>;
}

/** Trains the models on the rows kept for training (never the rows that are profiled) and starts their server. */
export async function startSampleFamily(sampleFolder: string, timeoutMs: number): Promise<SampleFamily> {
  const file = join(sampleFolder, 'training.jsonl');
  const rows = readTrainingRows(await readFile(file, 'utf8'), file);
  const server: SampleServer = await startSampleServer({ models: trainSampleModels(rows, TRAINING_SEED) });
  const optionsOf = (id: string) => ({
    id: parseModelId(id).id,
    model: id,
    account: 'sample',
    apiKey: undefined,
    baseURL: `${server.url}/v1`,
    timeoutMs,
  });
  return {
    model: (id) =>
      openaiModel({
        ...optionsOf(id),
        outputLimitField: 'max_completion_tokens',
        takes: ['logprobs', 'sampling'],
      }),
    embeddings: (id) => openaiEmbeddings(optionsOf(id)),
    close: () => server.close(),
  };
}
