import type { ModelId } from '../../models/chatModel.ts';
import { type Signal, signalName } from '../../policies/signals.ts';
import type { SheetRow } from './answerSheet.ts';

/** A model of a chain and the signals its answer is judged by. */
export interface ChainStage {
  readonly model: ModelId;
  /** undefined: asked for the sake of the next stage only, its answer is never kept. */
  readonly signals: readonly Signal[] | undefined;
}

/** Models asked in order before the reference. What is learned of a chain is one score a stage; what is certified is one threshold. */
export interface Chain {
  readonly stages: readonly ChainStage[];
  /**
   * An early stage keeps its answer only where its estimated risk is at most this share of the risk that the last stage may keep at: keeping early saves
   * less the surer the next stage would be. In (0, 1]; without meaning for chains that keep at one stage only.
   */
  readonly caution: number;
  /** Inputs with a P(IK) below this go past the last stage, straight to the reference. */
  readonly skipsBelow?: number | undefined;
  /** Whether a P(IK) that it is decided by reads the input's embedding, which is then paid for before anybody is asked. */
  readonly embeds?: boolean | undefined;
}

/** More labels than this are not told apart: some hundreds of answers say too little of each. */
const MOST_LABELS = 8;
const CAUTIONS = [0.5, 1];

export function chainName({ stages, caution, skipsBelow }: Chain): string {
  const names = stages.map(({ model, signals }) => `${model}(${signals?.map(signalName).join(',') ?? ''})`);
  return `${names.join(' > ')} @${caution}${skipsBelow === undefined ? '' : ` from P(IK) ${skipsBelow} on`}`;
}

export function modelsOf({ stages }: Chain): ModelId[] {
  return stages.map(({ model }) => model);
}

/** The models that are asked about a row before the reference, row by row. */
export function askingOf(chain: Chain): (row: SheetRow) => readonly ModelId[] {
  const { skipsBelow } = chain;
  const models = modelsOf(chain);
  if (skipsBelow === undefined) return () => models;
  const last = models.at(-1) ?? '';
  const others = models.slice(0, -1);
  return ({ facts }) => ((facts.knows?.(last) ?? 1) < skipsBelow ? others : models);
}

/** Chains of one model: judged by its certainty alone, and by certainty and label together. None for a model that gives no signal. */
export function singleChains(model: ModelId, known: KnownSignals): Chain[] {
  return variants(model, [], known).map((signals) => ({ stages: [{ model, signals }], caution: 1 }));
}

/**
 * Chains of two models in front of the reference: the first asked only to see whether the second agrees with it, and, where its own answer can be
 * judged, also kept where it is sure.
 */
export function pairChains(first: ModelId, second: ModelId, known: KnownSignals): Chain[] {
  const [signals] = variants(second, [first], known).slice(-1);
  if (!signals) return [];
  const last: ChainStage = { model: second, signals };
  const [early] = variants(first, [], known).slice(-1);
  return [
    { stages: [{ model: first, signals: undefined }, last], caution: 1 },
    ...(early ? CAUTIONS.map((caution) => ({ stages: [{ model: first, signals: early }, last], caution })) : []),
  ];
}

/**
 * The chain with these models' P(IK) among what their answers are judged by; undefined where it has none of them.
 * @param embedded those among them whose P(IK) reads embeddings
 */
export function withKnows(
  chain: Chain,
  models: ReadonlySet<ModelId>,
  embedded: ReadonlySet<ModelId> = new Set(),
): Chain | undefined {
  const judged = modelsOf(chain).filter((model, stage) => chain.stages[stage]?.signals && models.has(model));
  if (judged.length === 0) return undefined;
  const stages = chain.stages.map(({ model, signals }) => ({
    model,
    signals: signals && models.has(model) ? [...signals, { kind: 'knows' } as const] : signals,
  }));
  return { ...chain, stages, ...(judged.some((model) => embedded.has(model)) && { embeds: true }) };
}

/** The mirror image of `withKnows`. */
export function withoutKnows(chain: Chain): Chain {
  const stages = chain.stages.map(({ model, signals }) => ({
    model,
    signals: signals?.filter(({ kind }) => kind !== 'knows'),
  }));
  return { ...chain, stages };
}

/** What answers can be judged by. */
export interface KnownSignals {
  readonly labels: readonly string[];
  /** Models whose answers come with log-probabilities. */
  readonly certain: ReadonlySet<ModelId>;
  /** Whether two answers can be compared without a judge. */
  readonly comparable: boolean;
}

/** Which signals there are, from the answers seen so far. */
export function knownSignals(
  rows: readonly SheetRow[],
  models: readonly ModelId[],
  reading: { readonly labels?: readonly string[] | undefined; readonly same?: unknown },
): KnownSignals {
  const labels = reading.labels ?? [];
  return {
    labels: labels.length <= MOST_LABELS ? labels : [],
    certain: new Set(models.filter((model) => givesProbabilities(rows, model))),
    comparable: reading.same !== undefined,
  };
}

function givesProbabilities(rows: readonly SheetRow[], model: ModelId): boolean {
  const answers = rows.flatMap(({ answers: all }) => all.get(model)?.answer ?? []);
  return (
    answers.length > 0 && answers.every(({ text, tokenProbability }) => text === null || tokenProbability !== undefined)
  );
}

/** Signal sets for a model's answer after `earlier` ones, from the plainest to the richest. */
function variants(model: ModelId, earlier: readonly ModelId[], known: KnownSignals): Signal[][] {
  const certain = known.certain.has(model);
  const certainty: Signal[] = certain ? [{ kind: 'certainty' }] : [];
  const labels = known.labels.flatMap((label): Signal[] => [
    { kind: 'label', label },
    ...(certain ? [{ kind: 'label certainty', label } as const] : []),
  ]);
  const agreement = earlier.flatMap((other): Signal[] => [
    { kind: 'agrees', model: other },
    ...(known.certain.has(other)
      ? [{ kind: 'agrees certainty', model: other } as const, { kind: 'differs certainty', model: other } as const]
      : []),
  ]);
  if (earlier.length > 0) return known.comparable ? [[...certainty, ...agreement, ...labels]] : [];
  return [certainty, ...(labels.length > 0 ? [[...certainty, ...labels]] : [])].filter((set) => set.length > 0);
}
