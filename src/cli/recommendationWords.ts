import { percent } from '../core/amounts.ts';
import type { Recommendation } from '../core/profiling/profile.ts';

/** `large`, `60.8 % mini + 39.2 % large`, `mini, then large`: without promise and gain. */
export function recommendationWords({ kind, stages }: Recommendation): string {
  switch (kind) {
    case 'reference':
    case 'single':
      return stages[0]?.model ?? '';
    case 'mix':
      return stages.map(({ model, share }) => `${percent(share)} ${model}`).join(' + ');
    case 'cascade':
      return stages.map(({ model }) => model).join(', then ');
  }
}
