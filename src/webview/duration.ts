import { t } from './translate.ts';

/** `40 s`, `1 min 40 s`, `2 h 5 min`: rough on purpose, since it is an estimate. */
export function duration(seconds: number): string {
  const rounded = seconds < 60 ? Math.max(1, Math.round(seconds)) : Math.round(seconds / 10) * 10;
  if (rounded < 60) return t('{0} s', rounded);
  const minutes = Math.floor(rounded / 60);
  if (minutes >= 60) return t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
  return minutes >= 10 || rounded % 60 === 0 ? t('{0} min', minutes) : t('{0} min {1} s', minutes, rounded % 60);
}
