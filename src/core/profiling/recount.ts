import type { Equivalence } from '../equivalence/equivalence.ts';
import type { ModelId } from '../models/chatModel.ts';
import type { Policy } from '../policies/cascade.ts';
import type { KnowsReader } from '../policies/knowsModel.ts';
import type { AnswerSource, ProfileItem } from './answerSource.ts';
import { AnswerSheet, type SheetRow } from './certified/answerSheet.ts';
import { walkPolicy } from './certified/policyWalk.ts';

/** Rows on which a policy can be judged, and how many of its answers to them differ. */
export interface Recount {
  readonly items: number;
  readonly deviations: number;
}

/**
 * Counts anew how often a policy deviates: on the first `items` rows on which the models it may ask have all answered, and the reference too unless the
 * policy sends the row on to it anyway. Of a mix every comparison counts, whichever model the row would be sent to.
 *
 * @param items in profiling order, those certified on and no others
 */
export async function recountDeviations<Item extends ProfileItem>(
  { policy, reference, seed, most, knows, embeds }: RecountQuestion,
  items: readonly Item[],
  deps: { readonly source: AnswerSource<Item>; readonly equivalence: Equivalence },
  signal: AbortSignal,
): Promise<Recount> {
  const candidates = [...new Set(policy.stages.map(({ model }) => model))].filter((model) => model !== reference);
  const sheet = new AnswerSheet({ ...deps, items }, { reference, candidates }, seed);
  sheet.knows = knows && ((model, row) => (row.input === undefined ? undefined : knows(row.input, row)(model)));
  await sheet.askNext(items.length, { candidates, embeds, needsReference: () => true }, signal);
  const verdicts = sheet.rows.flatMap((row) => {
    if (embeds && !row.embedding) return [];
    if (!candidates.every((model) => row.answers.has(model))) return [];
    const { kept, deviates } = policy.kind === 'mix' ? mixed(row, candidates) : walked(policy, reference, row, sheet);
    return kept.every((model) => row.answers.get(model)?.deviates !== undefined) ? [deviates] : [];
  });
  const judged = verdicts.slice(0, most);
  return { items: judged.length, deviations: judged.filter(Boolean).length };
}

export interface RecountQuestion {
  readonly policy: Policy;
  readonly reference: ModelId;
  readonly seed: number;
  readonly most: number;
  /** P(IK) of the models; absent where the policy does not look at it. */
  readonly knows?: KnowsReader | undefined;
  /** Whether that reads embeddings; rows without one are missing data. */
  readonly embeds?: boolean | undefined;
}

/** The models whose answers have to be compared to judge a row. */
interface Judgement {
  readonly kept: readonly ModelId[];
  readonly deviates: boolean;
}

function mixed(row: SheetRow, candidates: readonly ModelId[]): Judgement {
  return { kept: candidates, deviates: candidates.some((model) => row.answers.get(model)?.deviates === true) };
}

function walked(
  policy: Policy,
  reference: ModelId,
  row: SheetRow,
  { reading }: Pick<AnswerSheet<ProfileItem>, 'reading'>,
): Judgement {
  const { keptFrom, deviates } = walkPolicy(policy, row, reading);
  return { kept: keptFrom === undefined || keptFrom === reference ? [] : [keptFrom], deviates };
}
