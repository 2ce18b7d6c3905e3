import { percent } from '../amounts.ts';
import type { AcceptRule } from '../policies/acceptRule.ts';
import { keepCondition } from '../policies/keepCondition.ts';
import type { Translate } from '../translate.ts';

/** When a stage's answer is kept, to go on after "keep its answer": `when it is at least 99.2 % sure`; undefined where it never is. */
export function keepWords(rule: AcceptRule | undefined, reference: string, t: Translate): string | undefined {
  const words = conditionWords(rule, reference, t);
  if (words === undefined || rule?.knows === undefined) return words;
  return t('{0} (it is asked only where it is at least {1} likely to know)', words, percent(rule.knows));
}

function conditionWords(rule: AcceptRule | undefined, reference: string, t: Translate): string | undefined {
  const condition = keepCondition(rule);
  switch (condition.kind) {
    case 'never':
      return undefined;
    case 'always':
      return t('whenever it is usable');
    case 'sure':
      return t('when it is at least {0} sure', percent(condition.atLeast));
    case 'sure by label': {
      const limits = condition.labels.map(({ atLeast }) => atLeast);
      const [least, most] = [limitWords(Math.min(...limits)), limitWords(Math.max(...limits))];
      return t('when it is at least {0} to {1} sure, depending on the label it gives', least, most);
    }
    case 'likely the same':
      return t(
        'when {0} would say the same with an estimated probability of at least {1}',
        reference,
        percent(condition.atLeast),
      );
  }
}

/** The limit of each label, for `sure by label`; empty otherwise. */
export function labelLimits(rule: AcceptRule | undefined, t: Translate): string {
  const condition = keepCondition(rule);
  if (condition.kind !== 'sure by label') return '';
  return condition.labels
    .map(({ label, atLeast }) => (atLeast > 1 ? t('{0} never', label) : `${label} ${limitWords(atLeast)}`))
    .join(', ');
}

function limitWords(atLeast: number): string {
  return percent(Math.min(1, atLeast));
}
