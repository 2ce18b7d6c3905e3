import { join } from 'node:path';
import { Uri } from 'vscode';
import { type ModelReference, parseModelId, resolvePromptModel } from '../../core/models/modelId.ts';
import type { ProfileOrder } from '../../engine/worker/protocol.ts';
import type { WorldFacts } from '../../engine/worker/worldFacts.ts';
import type { HostServices } from '../services/createServices.ts';

/**
 * What the engine's thread is told of the world, for these models.
 * @param keys `with`: those that the models' accounts need go along; only a profile needs them
 */
export async function worldFacts(
  services: HostServices,
  promptFile: string | undefined,
  { models, keys }: { readonly models: readonly string[]; readonly keys: 'with' | 'without' },
): Promise<WorldFacts> {
  const resource = promptFile === undefined ? undefined : Uri.file(promptFile);
  const world = services.world(resource);
  const accounts = keys === 'with' ? accountsOf(models) : [];
  const found = await Promise.all(accounts.map(async (account) => [account, await world.keyOf(account)] as const));
  return {
    today: world.today,
    sampleFolder: world.sampleFolder,
    keys: Object.fromEntries(found.flatMap(([account, key]) => (key === undefined ? [] : [[account, key]]))),
    baseURLs: baseURLs(services, resource, accountsOf(models)),
    prices: services.settings.get('prices', resource),
    scratchFolder: join(services.storageFolder, 'scratch'),
  };
}

/** All models that a profile calls: those it compares, the judge, and who embeds inputs. */
export function askedModels({
  models,
  judge,
  embeddings,
}: Pick<ProfileOrder, 'models'> & Partial<Pick<ProfileOrder, 'judge' | 'embeddings'>>): readonly string[] {
  return [...models, ...[judge, embeddings].flatMap((id) => id ?? [])];
}

/** Also of servers that no model named so far uses: the prompt file may name one. */
function baseURLs(
  services: HostServices,
  resource: Uri | undefined,
  accounts: readonly string[],
): Record<string, string> {
  const world = services.world(resource);
  const configured = Object.keys(services.settings.get('baseUrls', resource)).map((name) => name.toLowerCase());
  const names = [...new Set(['openai', 'anthropic', ...accounts, ...configured])];
  return Object.fromEntries(
    names.flatMap((name) => {
      const url = world.baseURLOf(name);
      return url === undefined ? [] : [[name, url]];
    }),
  );
}

/** Whose keys and addresses these models take. Ids that are none are passed over: the engine says so. */
export function accountsOf(models: readonly string[]): readonly string[] {
  return [...new Set(models.flatMap((id) => referenceOf(id)?.account ?? []))].filter((account) => account !== 'sample');
}

function referenceOf(id: string): ModelReference | undefined {
  const resolution = resolvePromptModel(id);
  return resolution.known ? parseModelId(resolution.id) : undefined;
}
