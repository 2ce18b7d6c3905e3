import { percent } from '../core/amounts.ts';
import type { AcceptRule } from '../core/policies/acceptRule.ts';
import { keepCondition } from '../core/policies/keepCondition.ts';

/** When a stage's answer is kept, to go on after "keep its answer": `when it is at least 99.2 % sure`; undefined where it never is. */
export function keepWords(rule: AcceptRule | undefined, reference: string): string | undefined {
  const words = conditionWords(rule, reference);
  if (words === undefined || rule?.knows === undefined) return words;
  return `${words} (it is asked only where it is at least ${percent(rule.knows)} likely to know)`;
}

function conditionWords(rule: AcceptRule | undefined, reference: string): string | undefined {
  const condition = keepCondition(rule);
  switch (condition.kind) {
    case 'never':
      return undefined;
    case 'always':
      return 'whenever it is usable';
    case 'sure':
      return `when it is at least ${percent(condition.atLeast)} sure`;
    case 'sure by label': {
      const limits = condition.labels.map(({ atLeast }) => atLeast);
      const [least, most] = [Math.min(...limits), Math.max(...limits)];
      return `when it is at least ${limitWords(least)} to ${limitWords(most)} sure, depending on the label it gives`;
    }
    case 'likely the same':
      return `when ${reference} would say the same with an estimated probability of at least ${percent(condition.atLeast)}`;
  }
}

/** The limit of each label, for `sure by label`; empty otherwise. */
export function labelLimits(rule: AcceptRule | undefined): string {
  const condition = keepCondition(rule);
  if (condition.kind !== 'sure by label') return '';
  return condition.labels
    .map(({ label, atLeast }) => `${label} ${atLeast > 1 ? 'never' : limitWords(atLeast)}`)
    .join(', ');
}

function limitWords(atLeast: number): string {
  return percent(Math.min(1, atLeast));
}
