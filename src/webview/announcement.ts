import type { PanelState } from './protocol.ts';
import { t } from './translate.ts';
import { percent } from './wording.ts';

/** Progress is told in steps of this share: a screen reader would otherwise never stop speaking. */
const STEP = 0.1;

/** What a screen reader is told when it changes. */
export function announcement({ profile, setup }: PanelState): string {
  switch (profile.phase) {
    case 'none':
      return setup.problems.join(' ');
    case 'running':
      return t('Profiling {0}: {1} done.', profile.subject, percent(Math.floor(doneShare(profile) / STEP) * STEP));
    case 'done':
      return profile.sentence;
    // The message itself is an alert.
    case 'failed':
      return '';
  }
}

/** Share of the rows that have been profiled, of the most there will be. */
export function doneShare({ progress }: Extract<PanelState['profile'], { phase: 'running' }>): number {
  return progress && progress.itemLimit > 0 ? Math.min(1, progress.items / progress.itemLimit) : 0;
}
