import * as z from 'zod';
import { StudentStateError } from './studentStateError.ts';

const countSchema = z.number().int().nonnegative();

const stateSchema = z.object({
  version: z.literal(1),
  promptSha256: z.string(),
  labels: z.array(z.string()).readonly(),
  /** 0 without embeddings. */
  embeddingLength: countSchema,
  levelKinds: z.array(z.enum(['ngrams', 'perceptron'])).readonly(),
  /** Decided so far. */
  items: countSchema,
  /** Of these, with an expert's label. */
  labelled: countSchema,
  levels: z.array(
    z.object({
      updates: countSchema,
      weights: z.array(z.string()).readonly(),
      deferral: z.array(z.string()).readonly(),
    }),
  ),
  /** Calls of a budget: items of the present stretch, and expert calls among them. */
  budget: z.object({ seen: countSchema, spent: z.number().nonnegative() }).optional(),
  guarantee: z
    .object({
      state: z.enum(['earning', 'live', 'resting']),
      items: countSchema,
      kept: countSchema,
      audits: countSchema,
      heads: countSchema,
      lost: countSchema,
      atMost: countSchema,
    })
    .optional(),
});

/** All that a student keeps between programs: plain JSON, and no part of any item. */
export type StudentState = z.infer<typeof stateSchema>;

/** What a student and its state must agree on. */
export type StudentIdentity = Pick<StudentState, 'promptSha256' | 'labels' | 'embeddingLength' | 'levelKinds'>;

/** @throws StudentStateError */
export function readStudentState(value: unknown, identity: StudentIdentity): StudentState {
  const version = z.object({ version: z.number() }).safeParse(value).data?.version;
  if (version !== undefined && version > 1)
    throw new StudentStateError('newer', `it has version ${version}, and this program reads version 1`);
  const { data: state, error } = stateSchema.safeParse(value);
  if (!state) throw new StudentStateError('damaged', z.prettifyError(error), error);
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
