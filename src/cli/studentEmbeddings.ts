import { parseModelId } from '../core/models/modelId.ts';
import { type RoutingConfig, versionOf } from '../core/routing/routingConfig.ts';
import { readsOf } from '../runtime/cascadeSource.ts';
import { wholeNumber } from './flagValues.ts';
import { UsageError } from './usageError.ts';

export interface StudentEmbeddingFlags {
  readonly embeddings?: string;
  readonly embeddingLength?: string;
}

/**
 * Who embeds inputs for the student: a config has one such model, which its stages may need already. undefined: nobody.
 * @throws UsageError, ModelIdError
 */
export function studentEmbeddings(
  { embeddings, embeddingLength }: StudentEmbeddingFlags,
  { embeddings: present }: Pick<RoutingConfig, 'embeddings'>,
): RoutingConfig['embeddings'] {
  if (embeddings === undefined) {
    if (embeddingLength !== undefined) throw new UsageError('--embedding-length says nothing without --embeddings.');
    return undefined;
  }
  const { id: model } = parseModelId(embeddings);
  const length =
    embeddingLength === undefined ? present?.length : wholeNumber('--embedding-length', embeddingLength, 1);
  if (present && (present.model !== model || present.length !== length))
    throw new UsageError(
      `The stages of this config need embeddings of ${present.model} (${present.length} numbers), and a config has one such model; name that one.`,
    );
  if (length === undefined)
    throw new UsageError(
      `Say how many numbers ${model} gives with --embedding-length N; this command sends nothing and cannot ask it.`,
    );
  return { model, length };
}

/** The config with who embeds for its student, or without where nobody does and its stages need nobody. */
export function withStudentEmbeddings(
  { embeddings: before, ...config }: RoutingConfig,
  embeddings: RoutingConfig['embeddings'],
): RoutingConfig {
  const named = readsOf(config).embeds ? before : embeddings;
  const student = config.student && { ...config.student, ...(embeddings && { embeddings: true }) };
  const changed = { ...config, ...(named && { embeddings: named }), ...(student && { student }) };
  return { ...changed, version: versionOf(changed) };
}
