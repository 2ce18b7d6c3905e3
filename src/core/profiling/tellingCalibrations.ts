import type { Calibration, ProfileResult } from './profile.ts';

/** On fewer items a reliability diagram shows chance. */
const LEAST_ITEMS = 30;

/** The calibrations that are worth showing to a person. */
export function tellingCalibrations({ calibration = [] }: Pick<ProfileResult, 'calibration'>): readonly Calibration[] {
  return calibration.filter(({ items }) => items >= LEAST_ITEMS);
}
