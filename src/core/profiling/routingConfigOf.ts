import { equivalenceReasonWords } from '../equivalence/equivalenceReason.ts';
import type { ModelId, ModelParameters } from '../models/chatModel.ts';
import type { Price } from '../models/price.ts';
import { firstRetirement } from '../models/retirements.ts';
import { usesKnows } from '../policies/acceptRule.ts';
import { embeddingLength, type KnowsClassifier, readsOf } from '../policies/knowsClassifier.ts';
import { ROUTING_CONFIG_SCHEMA, type RoutingConfig, versionOf } from '../routing/routingConfig.ts';
import { english } from '../translate.ts';
import type { Guarantee, KnowsReport, ModelReport, ProfileResult } from './profile.ts';

/** What a profile does not know of itself. Paths are relative to the config; a profile of a recording has no prompt. */
export interface ConfigFacts {
  readonly prompt: RoutingConfig['prompt'];
  readonly dataset: RoutingConfig['dataset'];
  readonly parameters: ModelParameters;
  /** At most so many rows were drawn. */
  readonly profileItems: number;
  /** The model that compares outputs; only of the rule `judge`. */
  readonly judge?: string | undefined;
  /** The model whose embeddings P(IK) was offered. */
  readonly embeddings?: string | undefined;
  /** `YYYY-MM-DD` */
  readonly profiledOn: string;
  readonly pricesOn: string;
  readonly priceOf: (model: string) => Price | undefined;
}

export function routingConfigOf(result: ProfileResult, facts: ConfigFacts): RoutingConfig {
  const { request, recommendation, guarantee } = result;
  const classifiers = usedClassifiersOf(result);
  const embeddings = embeddingsOf(classifiers, facts.embeddings);
  const modelRetires = firstRetirement(recommendation.stages.map(({ model }) => model));
  return {
    $schema: ROUTING_CONFIG_SCHEMA,
    version: versionOf({ ...classifiers, ...embeddings }),
    ...(facts.prompt ? { prompt: facts.prompt } : {}),
    dataset: facts.dataset,
    reference: request.reference,
    guarantee: guaranteeOf(guarantee),
    kind: recommendation.kind,
    stages: recommendation.stages.map(({ model, share, accept }) => ({
      model,
      parameters: { ...facts.parameters },
      share: short(share),
      // Thresholds are compared with scores to the last digit.
      ...(accept ? { accept } : {}),
    })),
    ...classifiers,
    ...embeddings,
    seed: request.seed,
    evidence: {
      profiledOn: facts.profiledOn,
      items: result.items,
      profileItems: facts.profileItems,
      equivalence: comparedBy(result, facts.judge),
      ...(result.referenceSelfDeviation && { referenceSelfDeviation: result.referenceSelfDeviation }),
      ...knowsEvidenceOf(result),
      models: result.models.map((report) => evidenceOf(report, facts.priceOf(report.id))),
      cost: {
        referencePerCallUSD: short(result.referencePerCallUSD),
        policyPerCallUSD: short(result.policyPerCallUSD),
        profilingUSD: short(result.profilingUSD),
        ...savingsOf(result),
      },
    },
    validity: { pricesOn: facts.pricesOn, ...(modelRetires === undefined ? {} : { modelRetires }) },
  };
}

function guaranteeOf({ certificate, ...promise }: Guarantee): RoutingConfig['guarantee'] {
  return {
    ...promise,
    deviationUpperBound: short(promise.deviationUpperBound),
    ...(certificate && {
      certificate: { ...certificate, looks: [...certificate.looks], paths: [...certificate.paths] },
    }),
  };
}

/** P(IK) of the stages that are decided by it. */
function usedClassifiersOf({ recommendation, knows = [] }: ProfileResult): Pick<RoutingConfig, 'knows'> {
  const using = recommendation.stages.flatMap(({ model, accept }) => (accept && usesKnows(accept) ? [model] : []));
  const used = classifiersOf(knows.filter(({ model }) => using.includes(model)));
  return Object.keys(used).length === 0 ? {} : { knows: used };
}

/** By model, as a reader of P(IK) takes them. */
export function classifiersOf(knows: readonly KnowsReport[]): Record<ModelId, KnowsClassifier> {
  return Object.fromEntries(knows.flatMap(({ model, classifier }) => (classifier ? [[model, classifier]] : [])));
}

/** Named only where a decision rests on it. */
function embeddingsOf(
  { knows = {} }: Pick<RoutingConfig, 'knows'>,
  model: string | undefined,
): Pick<RoutingConfig, 'embeddings'> {
  const read = Object.values(knows).find(({ embedding }) => embedding)?.embedding;
  return read && model !== undefined ? { embeddings: { model, length: embeddingLength(read) } } : {};
}

function knowsEvidenceOf({ knows = [] }: ProfileResult): Pick<RoutingConfig['evidence'], 'knows'> {
  if (knows.length === 0) return {};
  return {
    knows: knows.map(({ model, items, areaUnderROC, classifier }) => ({
      model,
      items,
      ...readsOf(classifier),
      ...(areaUnderROC === undefined ? {} : { areaUnderROC: short(areaUnderROC) }),
    })),
  };
}

/** All that is needed to compare answers as they were compared here: see `equivalenceOfConfig`. */
function comparedBy(
  { equivalence: { name, reason, labels, tolerance, fields } }: ProfileResult,
  judge: string | undefined,
): RoutingConfig['evidence']['equivalence'] {
  return {
    name,
    reason: equivalenceReasonWords(reason, english),
    ...(labels ? { labels: [...labels] } : {}),
    ...(tolerance ? { tolerance } : {}),
    ...(fields ? { fields: fields.map((field) => ({ ...field, labels: field.labels && [...field.labels] })) } : {}),
    ...(name === 'judge' && judge !== undefined ? { judge } : {}),
  };
}

/** Where the policy costs nothing the ratio is without end, and JSON has no such number. */
function savingsOf({ savings: { ratio, interval } }: ProfileResult): Partial<RoutingConfig['evidence']['cost']> {
  if (!Number.isFinite(ratio)) return {};
  return {
    savingsRatio: short(ratio),
    ...(interval && { savingsRatioLow: short(interval.lower), savingsRatioHigh: short(interval.upper) }),
  };
}

function evidenceOf(report: ModelReport, price: Price | undefined): RoutingConfig['evidence']['models'][number] {
  const { id, items, deviations, missing, costPerCallUSD, accuracy, status } = report;
  return {
    id,
    items,
    deviations,
    missing,
    ...(costPerCallUSD === undefined ? {} : { costPerCallUSD: short(costPerCallUSD) }),
    ...(accuracy === undefined ? {} : { accuracy: short(accuracy) }),
    status,
    ...(price && {
      price: { inputUSDPer1M: price.inputUSDPer1M, outputUSDPer1M: price.outputUSDPer1M, source: price.source },
    }),
  };
}

/** Nobody reads beyond nine digits, and the last bits of a sum would only make noise in diffs. */
function short(value: number): number {
  return Number(value.toPrecision(9));
}
