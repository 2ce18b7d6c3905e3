import * as z from 'zod/mini';
import { StudentStateError } from './studentStateError.ts';

const countSchema = z.int().check(z.minimum(0));

/** Version of the state written. A reader refuses a newer one. */
export const STUDENT_STATE_VERSION = 1;

const versionSchema = z.object({ version: z.int().check(z.minimum(1)) });

// Only of what the routing config's schema uses of zod as well: what both need is loaded with the runtime.
const stateSchema = z.object({
  ...versionSchema.shape,
  promptSha256: z.string(),
  labels: z.array(z.string()),
  /** 0 without embeddings. */
  embeddingLength: countSchema,
  levelKinds: z.array(z.enum(['ngrams', 'perceptron'])),
  /** Decided so far. */
  items: countSchema,
  /** Of these, with an expert's label. */
  labelled: countSchema,
  levels: z.array(
    z.object({
      updates: countSchema,
      weights: z.array(z.string()),
      deferral: z.array(z.string()),
    }),
  ),
  /** Calls of a budget: items of the present stretch, and expert calls among them. */
  budget: z.optional(z.object({ seen: countSchema, spent: z.number().check(z.minimum(0)) })),
  guarantee: z.optional(
    z.object({
      state: z.enum(['earning', 'live', 'resting']),
      items: countSchema,
      kept: countSchema,
      audits: countSchema,
      heads: countSchema,
      lost: countSchema,
      atMost: countSchema,
      unwatched: z.optional(countSchema),
    }),
  ),
});

/** All that a student keeps between programs: plain JSON, and no part of any item. */
export type StudentState = DeepReadonly<z.infer<typeof stateSchema>>;

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** What a student and its state must agree on. */
export type StudentIdentity = Pick<StudentState, 'promptSha256' | 'labels' | 'embeddingLength' | 'levelKinds'>;

/** @throws StudentStateError */
export function readStudentState(value: unknown, identity: StudentIdentity): StudentState {
  const version = versionSchema.safeParse(value).data?.version;
  if (version !== undefined && version > STUDENT_STATE_VERSION)
    throw new StudentStateError(
      'newer',
      `it has version ${version}, and this program reads version ${STUDENT_STATE_VERSION}`,
    );
  const { data: state, error } = stateSchema.safeParse(value);
  if (!state) {
    const place = error.issues[0]?.path.join('.') ?? '';
    throw new StudentStateError('damaged', place === '' ? 'it is not a state' : `${place} is missing or wrong`, error);
  }
  if (state.levels.length !== state.levelKinds.length) throw new StudentStateError('damaged', 'levels are missing');
  if (state.promptSha256 !== identity.promptSha256)
    throw new StudentStateError('foreign', 'it was learned for another version of the prompt');
  if (JSON.stringify(identityOf(state)) !== JSON.stringify(identityOf(identity)))
    throw new StudentStateError('foreign', 'it was learned with other labels, levels or embeddings');
  return state;
}

function identityOf({ labels, embeddingLength, levelKinds }: StudentIdentity) {
  return [labels, embeddingLength, levelKinds];
}
