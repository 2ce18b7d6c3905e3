import type { ChatModel, ModelId } from '../core/models/chatModel.ts';
import type { EmbeddingModel } from '../core/models/embeddingModel.ts';
import { parseModelId } from '../core/models/modelId.ts';
import { createEmbeddingModel, createModel } from '../providers/createModel.ts';
import type { World } from './profileOptions.ts';
import type { SampleFamily } from './sampleFamily.ts';

/** Makes clients, of the embedded models too, whose server is started by the first one wanted. Close it when done. */
export interface ModelClients {
  modelOf(id: ModelId): Promise<ChatModel>;
  embeddingModelOf(id: ModelId): Promise<EmbeddingModel>;
  close(): Promise<void>;
}

export function createModelClients(
  world: Pick<World, 'keyOf' | 'baseURLOf' | 'sampleFolder'>,
  timeoutMs: number,
): ModelClients {
  let family: Promise<SampleFamily> | undefined;
  const started = (): Promise<SampleFamily> => {
    family ??= startFamily(world.sampleFolder, timeoutMs);
    return family;
  };
  return {
    async modelOf(id) {
      return isSampleModel(id) ? (await started()).model(id) : createModel(id, { ...world, timeoutMs });
    },
    async embeddingModelOf(id) {
      return isSampleModel(id) ? (await started()).embeddings(id) : createEmbeddingModel(id, { ...world, timeoutMs });
    },
    async close() {
      await (await family)?.close();
    },
  };
}

export function isSampleModel(id: ModelId): boolean {
  return parseModelId(id).provider === 'sample';
}

/** Server and classifiers are loaded only by who uses them. */
async function startFamily(sampleFolder: string, timeoutMs: number): Promise<SampleFamily> {
  const { startSampleFamily } = await import('./sampleFamily.ts');
  return startSampleFamily(sampleFolder, timeoutMs);
}
