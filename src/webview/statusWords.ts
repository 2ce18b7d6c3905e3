import type { ModelStatus, ProfileMethod, ProfileResult } from '../core/profiling/profile.ts';
import { t } from './translate.ts';

/** A sign and words for each standing, so that nothing is told by colour alone. */
export interface StatusWords {
  readonly sign: '✓' | '✕' | '○' | '–' | '?';
  readonly words: string;
}

/** While a profile is running. */
export function standing(status: ModelStatus): StatusWords {
  switch (status) {
    case 'satisfies':
      return { sign: '✓', words: t('good enough alone') };
    case 'too far off':
      return { sign: '✕', words: t('alone too far off') };
    case 'open':
      return { sign: '○', words: t('still open') };
    case 'dearer':
      return { sign: '–', words: t('not cheaper, no longer asked') };
    case 'unpriced':
      return { sign: '?', words: t('price unknown, not asked') };
    case 'failing':
      return { sign: '✕', words: t('does not answer, no longer asked') };
    case 'used':
      return { sign: '✓', words: t('used by the cascade') };
    case 'not needed':
      return { sign: '–', words: t('would not make it cheaper, no longer asked') };
    case 'reference':
      return { sign: '–', words: t('the reference') };
  }
}

/** When it is over. The certified search decides on ways to answer, not on each model alone. */
export function verdict(status: ModelStatus, method: ProfileMethod): StatusWords {
  switch (status) {
    case 'open':
      return method === 'certified'
        ? { sign: '–', words: t('not part of the cheapest way') }
        : { sign: '○', words: t('not decided') };
    case 'dearer':
      return { sign: '–', words: t('not cheaper') };
    case 'used':
      return { sign: '✓', words: t('used') };
    case 'not needed':
      return { sign: '–', words: t('would not make it cheaper') };
    case 'reference':
      return { sign: '–', words: t('now') };
    case 'satisfies':
    case 'too far off':
    case 'unpriced':
    case 'failing':
      return standing(status);
  }
}

export function stopReason({ stopped, request }: Pick<ProfileResult, 'stopped' | 'request'>): string {
  switch (stopped) {
    case 'decided':
      if (request.method === 'certified') return t('Profiling stopped after the last look that was planned.');
      return t('Profiling stopped because the cheapest model left is settled.');
    case 'not worth it':
      return t('Profiling stopped because more of it would cost more than it could save.');
    case 'out of items':
      return t('Profiling stopped because all rows were used.');
    case 'spending cap':
      return t(
        'Profiling stopped at the spending cap, so this rests on fewer rows than planned. Raise the cap and profile again to use more: nothing paid for is paid again.',
      );
  }
}
