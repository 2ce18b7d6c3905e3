import * as z from 'zod/mini';
import { described } from './described.ts';

/** Newest version of the format that is read; a newer one is refused. */
export const ROUTING_CONFIG_VERSION = 2;

/**
 * The version to write, the oldest whose readers understand the config. Readers pass over keys they do not know; those of version 1 would decide by half of a P(IK)
 * that also reads columns or embeddings, or seat a student without them.
 */
export function versionOf({ embeddings, knows = {} }: Pick<RoutingConfig, 'embeddings' | 'knows'>): number {
  return embeddings || Object.values(knows).some(({ columns }) => columns) ? 2 : 1;
}

/** Where the JSON Schema is to be found: the extension serves it under this address, nothing is fetched. */
export const ROUTING_CONFIG_SCHEMA = 'downtier://schemas/routing-config-1.json';

// Functions, since a description belongs to one place where a schema is used.
const sha256 = () => z.string().check(z.regex(/^[0-9a-f]{64}$/));
const day = () => z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const rate = () => z.number().check(z.minimum(0), z.maximum(1));
const usd = () => z.number().check(z.minimum(0));
const openShare = () => z.number().check(z.gt(0), z.lt(1));
const count = () => z.int().check(z.minimum(0));

const toleranceSchema = () => z.object({ absolute: z.optional(usd()), relative: z.optional(usd()) });

const fileSchema = z.object({
  file: described(z.string(), 'Path relative to this config.'),
  sha256: described(sha256(), "Hash of the file's bytes when it was profiled; another one makes this config stale."),
});

const acceptSchema = z.object({
  tokenProbability: described(
    z.optional(rate()),
    'Keep the answer when its token probability P(T) is at least this. Stands alone: with `score`, that decides.',
  ),
  score: described(
    z.optional(
      z.object({
        atLeast: described(z.number(), 'Keep the answer when its score is at least this.'),
        bias: z.number(),
        weights: described(
          z.record(z.string(), z.number()),
          'The score is the bias plus each signal times its weight, for example `certainty` (log-odds of P(T)), `label:spam`, `agrees:MODEL`.',
        ),
      }),
    ),
    'A learned log-odds that the answer agrees with the reference.',
  ),
  knows: described(z.optional(rate()), 'Least P(IK); an input below it skips this stage.'),
  tieShare: described(
    z.optional(rate()),
    'Share kept of the inputs that lie exactly at the threshold, by their seeded chance. Default 1.',
  ),
});

const stageSchema = z.object({
  model: described(z.string(), 'Model id: provider/model, or compatible:SERVER/model.'),
  parameters: described(z.record(z.string(), z.unknown()), 'Sent with each call, as when profiling.'),
  share: described(
    rate(),
    'Share of the inputs that this stage answers: exact in a mix, as estimated in a cascade. The shares sum to 1.',
  ),
  accept: described(
    z.optional(acceptSchema),
    'In a cascade, when the answer is kept. A stage without it is asked for its signal only, unless it is the last.',
  ),
});

const modelEvidenceSchema = z.object({
  id: z.string(),
  items: described(count(), 'Items on which it was compared with the reference.'),
  deviations: described(count(), 'How many of them it answered differently.'),
  missing: described(count(), 'Calls that failed; they count neither way.'),
  costPerCallUSD: described(z.optional(usd()), 'Mean over its calls; absent when it was never asked.'),
  accuracy: described(
    z.optional(rate()),
    'Share of answers equal to the expected ones; absent without expected answers.',
  ),
  status: z.string(),
  price: described(
    z.optional(
      z.object({
        inputUSDPer1M: usd(),
        outputUSDPer1M: usd(),
        source: z.string(),
      }),
    ),
    'The price its costs were counted with.',
  ),
});

const studentSchema = z.object({
  file: described(
    z.string().check(z.regex(/^[^/\\]+\.student\.json$/)),
    'NAME.student.json beside this config. Missing: it starts anew.',
  ),
  delta: described(
    openShare(),
    'Largest tolerated share of inputs that it answers unlike the stages would. Comes on top of `guarantee.delta`.',
  ),
  confidence: described(
    openShare(),
    'How sure that is, at all times. Both promises together: `guarantee.confidence` + this - 1.',
  ),
  aim: described(
    z.optional(openShare()),
    'Share of inputs it aims to answer differently at most. Default: half of its delta.',
  ),
  embeddings: described(
    z.optional(z.boolean()),
    'Whether it learns a second level from the embedding of each input. Needs the section `embeddings`. Default: false.',
  ),
});

const studentEvidenceSchema = z.object({
  items: described(count(), 'Answers replayed, in their order.'),
  keptShare: described(rate(), 'Share of them that the student answered.'),
  lateKeptShare: described(rate(), 'The same over the last quarter.'),
  deviationShare: described(rate(), 'Share of all that it answered unlike the stages.'),
  costShare: described(
    z.optional(rate()),
    'Cost with it over cost without it, on these answers. Absent: unknown, or nothing was paid.',
  ),
});

const weightSchemas = {
  scale: described(z.number().check(z.minimum(0)), 'What one step of a weight is worth.'),
  weights: described(z.string(), 'A signed byte a position; base64.'),
};

const knowsColumnsSchema = z.object({
  names: described(
    z.array(z.string()).check(z.minLength(1)),
    'Columns of the dataset that have to be given with each input, beside the variables of the prompt.',
  ),
  bits: described(
    z.int().check(z.minimum(1), z.maximum(16)),
    'Pairs of a name and a value are hashed to 2^bits positions.',
  ),
  numbers: described(
    z.array(z.object({ name: z.string(), mean: z.number(), deviation: z.number().check(z.gt(0)) })),
    'Columns that held numbers only, by whose distance from the mean in standard deviations it is decided as well. Their weights stand last.',
  ),
  ...weightSchemas,
});

const embeddingsSchema = z.object({
  model: described(z.string(), 'Model id: openai/MODEL or compatible:SERVER/MODEL.'),
  length: described(z.int().check(z.minimum(1)), 'Numbers of a vector; another length is refused.'),
});

const knowsSchema = z.object({
  bits: described(z.int().check(z.minimum(1), z.maximum(16)), 'Words and characters are hashed to 2^bits positions.'),
  bias: z.number(),
  scale: described(z.number().check(z.minimum(0)), 'What one step of a weight is worth.'),
  weights: described(z.string(), 'A signed byte a position, the last for the length of the text; base64.'),
  columns: described(z.optional(knowsColumnsSchema), 'What columns say that the prompt does not show.'),
  embedding: described(
    z.optional(z.object(weightSchemas)),
    "Of the input's embedding, a weight for each of its numbers. Needs the section `embeddings`.",
  ),
});

/** The one definition of the routing config: types, reading, and the JSON Schema all come from it. */
export const routingConfigSchema = z.object({
  $schema: z.optional(z.string()),
  version: described(z.int().check(z.minimum(1)), 'Format version.'),
  prompt: z.optional(fileSchema),
  // Not by `z.extend`, whose checks would be part of what every program loads.
  dataset: z.object({
    ...fileSchema.shape,
    rows: described(count(), 'Rows it had.'),
    columns: described(
      z.optional(z.record(z.string(), z.string())),
      'The column that a variable of the prompt was taken from, where it is not that of its name.',
    ),
  }),
  reference: described(z.string(), 'The model whose answers are the measure.'),
  guarantee: z.object({
    delta: described(rate(), 'Largest tolerated share of answers that differ from the reference.'),
    confidence: described(rate(), 'How sure the promise is.'),
    deviationUpperBound: described(rate(), 'Upper bound on the deviating share that the method claims.'),
    deviations: described(count(), 'Deviations seen from the recommended models.'),
    items: described(count(), 'Items compared.'),
    scope: z.enum(['stream', 'batch']),
    method: z.string(),
    basis: described(
      z.string(),
      'Whose promise it is: `exact test` holds as stated; `paper` is the published method with its repeated looks at fixed-sample intervals.',
    ),
    certificate: described(
      z.optional(
        z.object({
          test: described(
            z.enum(['binomial', 'hypergeometric']),
            'The exact one-sided test, on items that nothing was chosen on.',
          ),
          population: described(z.optional(count()), 'Rows of the dataset that the warm-up left.'),
          limit: described(z.optional(count()), 'How many of them may deviate.'),
          alpha: described(rate(), 'Error probability of this path; those of all paths sum to 1 - confidence.'),
          looks: described(
            z.array(z.object({ items: count(), mostDeviations: z.int(), alphaShare: rate() })),
            'The planned looks: with at most so many deviations among so many items the policy is certified.',
          ),
          look: described(count(), 'The look at which it was certified, from 0.'),
          warmUpItems: described(count(), 'Items on which models, scores and paths were chosen.'),
          waysWeighed: count(),
          paths: described(z.array(z.string()), 'Paths that were certified on, the likeliest first.'),
        }),
      ),
      'What the promise rests on: the bound can be computed again from it.',
    ),
  }),
  kind: z.enum(['reference', 'single', 'mix', 'cascade']),
  stages: z.array(stageSchema).check(z.minLength(1)),
  knows: described(
    z.optional(z.record(z.string(), knowsSchema)),
    'By model, the classifier of P(IK): how likely its answer agrees with the reference, told from the input alone.',
  ),
  embeddings: described(
    z.optional(embeddingsSchema),
    'Who embeds the input before anything is decided: one call an input, paid on top. Only where a decision rests on it.',
  ),
  student: described(
    z.optional(studentSchema),
    'A student that learns from the answers of the stages and gives those it is sure of. Needs labels.',
  ),
  seed: described(z.int(), 'Fixes every random choice.'),
  evidence: z.object({
    profiledOn: described(day(), 'Day of profiling.'),
    items: count(),
    profileItems: described(z.optional(count()), 'At most so many rows were drawn from the dataset, by the seed.'),
    equivalence: z.object({
      name: z.string(),
      reason: z.string(),
      labels: described(z.optional(z.array(z.string())), 'The closed set of answers, where there is one.'),
      tolerance: described(z.optional(toleranceSchema()), 'How far apart numbers may be and count as the same.'),
      fields: described(
        z.optional(
          z.array(
            z.object({
              pointer: z.string(),
              rule: z.enum(['exact', 'label', 'numeric', 'set', 'ignore']),
              labels: z.optional(z.array(z.string())),
              tolerance: z.optional(toleranceSchema()),
            }),
          ),
        ),
        'What is compared of JSON outputs; absent: the whole document.',
      ),
      judge: described(z.optional(z.string()), 'Of `judge`: the model that compares.'),
    }),
    referenceSelfDeviation: described(
      z.optional(z.object({ items: count(), deviations: count() })),
      'The reference, asked twice about so many items, answered so many of them differently.',
    ),
    models: z.array(modelEvidenceSchema),
    knows: described(
      z.optional(
        z.array(
          z.object({
            model: z.string(),
            items: count(),
            reads: described(z.optional(z.array(z.string())), 'What it reads; absent: the text alone.'),
            areaUnderROC: z.optional(rate()),
          }),
        ),
      ),
      'How well P(IK) tells agreement on items it was not trained on; 0.5 is no information.',
    ),
    cost: z.object({
      referencePerCallUSD: usd(),
      policyPerCallUSD: usd(),
      profilingUSD: usd(),
      savingsRatio: described(
        z.optional(usd()),
        'Reference cost over policy cost; in batch scope profiling is included. Absent when the policy costs nothing.',
      ),
      savingsRatioLow: z.optional(usd()),
      savingsRatioHigh: z.optional(usd()),
    }),
    student: described(
      z.optional(studentEvidenceSchema),
      'What the student would have saved on answers already there: a projection, not a promise.',
    ),
  }),
  validity: z.object({
    pricesOn: described(day(), 'Day whose prices were used.'),
    modelRetires: described(z.optional(day()), 'First day on which a model of the stages is known to be gone.'),
  }),
});

export type RoutingConfig = z.infer<typeof routingConfigSchema>;

/** The JSON Schema (2020-12) that ships with the extension. */
export function routingConfigJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(routingConfigSchema, { io: 'input' });
  return { $schema, $id: ROUTING_CONFIG_SCHEMA, title: 'Downtier routing config', ...rest };
}
