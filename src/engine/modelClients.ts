import type { ChatModel, ModelId } from '../core/models/chatModel.ts';
import { parseModelId } from '../core/models/modelId.ts';
import { createModel } from '../providers/createModel.ts';
import type { World } from './profileOptions.ts';
import type { SampleFamily } from './sampleFamily.ts';

/** Makes clients, of the embedded models too, whose server is started by the first one wanted. Close it when done. */
export interface ModelClients {
  modelOf(id: ModelId): Promise<ChatModel>;
  close(): Promise<void>;
}

export function createModelClients(
  world: Pick<World, 'keyOf' | 'baseURLOf' | 'sampleFolder'>,
  timeoutMs: number,
): ModelClients {
  let family: Promise<SampleFamily> | undefined;
  return {
    async modelOf(id) {
      if (!isSampleModel(id)) return createModel(id, { ...world, timeoutMs });
      family ??= startFamily(world.sampleFolder, timeoutMs);
      return (await family).model(id);
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
