import type { AcceptRule } from '../core/policies/acceptRule.ts';
import { keepCondition } from '../core/policies/keepCondition.ts';
import { t } from './translate.ts';
import { percent } from './wording.ts';

/** When a stage's answer is kept, and the limits in full where there is one for each label. */
export interface KeepWords {
  readonly words: string;
  readonly limits: string | undefined;
}

/** @param rule of a stage that is not the last */
export function keepWords(rule: AcceptRule | undefined, reference: string): KeepWords {
  const kept = conditionWords(rule, reference);
  if (rule?.knows === undefined) return kept;
  return { ...kept, words: t('asked only if at least {0} likely to know; {1}', percent(rule.knows), kept.words) };
}

function conditionWords(rule: AcceptRule | undefined, reference: string): KeepWords {
  const condition = keepCondition(rule);
  switch (condition.kind) {
    case 'never':
      return plainly(t('its answer only weighs the next one'));
    case 'always':
      return plainly(t('keeps every usable answer'));
    case 'sure':
      return plainly(t('keeps it if at least {0} sure', percent(condition.atLeast)));
    case 'likely the same':
      return plainly(
        t('keeps it if {0} would say the same, at an estimated {1} or more', reference, percent(condition.atLeast)),
      );
    case 'sure by label': {
      const limits = condition.labels.map(({ atLeast }) => Math.min(1, atLeast));
      return {
        words: t(
          'keeps it if at least {0} to {1} sure, by label',
          percent(Math.min(...limits)),
          percent(Math.max(...limits)),
        ),
        limits: condition.labels.map(({ label }, index) => `${label} ${percent(limits[index] ?? 1)}`).join(', '),
      };
    }
  }
}

function plainly(words: string): KeepWords {
  return { words, limits: undefined };
}
