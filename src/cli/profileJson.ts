import { equivalenceReasonWords } from '../core/equivalence/equivalenceReason.ts';
import { readsOf } from '../core/policies/knowsClassifier.ts';
import type { ProfileResult } from '../core/profiling/profile.ts';
import { english } from '../core/translate.ts';
import { profileWarningWords } from '../core/wording/profileWarningWords.ts';
import { studentJson } from './studentJson.ts';

/** What became of a result on disk. */
export interface WrittenConfig {
  /** undefined: nothing was written. */
  readonly configFile: string | undefined;
  /** Absent: false. */
  readonly hasStudent?: boolean;
}

/** The one JSON object of `profile --json`. Field names are fixed: benchmarks and CI read them. */
export function profileJson(result: ProfileResult, { configFile, hasStudent = false }: WrittenConfig): object {
  const { recommendation, guarantee, savings, request } = result;
  return {
    recommendation,
    guarantee,
    cost: {
      referencePerCallUSD: result.referencePerCallUSD,
      policyPerCallUSD: result.policyPerCallUSD,
      profilingUSD: result.profilingUSD,
      savingsRatio: savings.ratio,
      savingsRatioLow: savings.interval?.lower ?? null,
      savingsRatioHigh: savings.interval?.upper ?? null,
    },
    models: result.models.map((model) => ({
      id: model.id,
      items: model.items,
      deviations: model.deviations,
      deviationUpperBound: model.deviationInterval.upper,
      deviationLowerBound: model.deviationInterval.lower,
      costPerCallUSD: model.costPerCallUSD ?? null,
      accuracy: model.accuracy ?? null,
      missing: model.missing,
      status: model.status,
    })),
    knows: (result.knows ?? []).map(({ model, items, areaUnderROC, classifier }) => ({
      model,
      items,
      areaUnderROC: areaUnderROC ?? null,
      ...readsOf(classifier),
    })),
    configFile: configFile ?? null,
    reference: request.reference,
    equivalence: { ...result.equivalence, reason: equivalenceReasonWords(result.equivalence.reason, english) },
    items: result.items,
    rows: request.rows,
    volume: request.volume,
    seed: request.seed,
    stopped: result.stopped,
    calibration: result.calibration ?? null,
    referenceSelfDeviation: result.referenceSelfDeviation ?? null,
    comparison: result.comparison ?? null,
    student: result.student ? { ...studentJson(result.student, configFile), written: hasStudent } : null,
    warnings: result.warnings.map((warning) => profileWarningWords(warning, english)),
  };
}
