import { areaUnderROC, expectedCalibrationError, reliabilityBins } from '../../statistics/calibration.ts';
import type { Calibration } from '../profile.ts';
import type { SheetRow } from './answerSheet.ts';

/** How well token probabilities tell agreement, for every model that gives them, over all rows on which it was compared. */
export function calibrations(rows: readonly SheetRow[], models: readonly string[]): Calibration[] {
  return models.flatMap((model) => {
    const forecasts = rows.flatMap(({ answers }) => {
      const seen = answers.get(model);
      const probability = seen?.answer.tokenProbability;
      if (seen?.deviates === undefined || probability === undefined) return [];
      return [{ probability, happened: !seen.deviates }];
    });
    if (forecasts.length === 0) return [];
    return {
      model,
      items: forecasts.length,
      areaUnderROC: areaUnderROC(forecasts),
      expectedCalibrationError: expectedCalibrationError(forecasts),
      bins: reliabilityBins(forecasts),
    };
  });
}
