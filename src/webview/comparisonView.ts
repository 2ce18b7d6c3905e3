import type { EquivalenceName } from '../core/equivalence/equivalence.ts';
import { type Child, h } from './element.ts';
import type { Page } from './page.ts';
import type { ComparisonField, ComparisonState } from './protocol.ts';
import { rich, t } from './translate.ts';

/** What makes two answers the same: guessed with its reason, or chosen. */
export function comparisonView(page: Page): Child {
  const { comparison } = page.state.setup;
  if (comparison.name === undefined) return undefined; // nothing to guess from yet
  const field = fieldOf(comparison);
  return [
    h('p', { class: 'compared' }, rich('Two answers count as the same if {0}', rule(comparison, page.send))),
    field && textField(field, comparison, page.send),
    comparison.chosen === undefined &&
      comparison.reason !== undefined &&
      h('p', { id: 'compared-because', class: 'dim' }, t('Guessed, because {0}.', comparison.reason)),
  ];
}

const GUESS = 'guess';

function rule({ chosen, name }: ComparisonState, send: Page['send']): Child {
  const guess = chosen === undefined && name !== undefined ? t('{0} (guessed)', ruleWords(name)) : t('(guess)');
  const options: readonly (readonly [string, string])[] = [
    [GUESS, guess],
    ...(['exact', 'label', 'numeric', 'json', 'judge'] as const).map((one) => [one, ruleWords(one)] as const),
  ];
  return h(
    'select',
    {
      id: 'compared',
      value: chosen ?? GUESS,
      'aria-label': t('How outputs are compared'),
      'aria-describedby': chosen === undefined ? 'compared-because' : undefined,
      on: {
        change: (event) => {
          const { value } = event.currentTarget as HTMLSelectElement;
          send({ type: 'setEquivalence', name: value === GUESS ? undefined : (value as EquivalenceName) });
        },
      },
    },
    options.map(([value, text]) => h('option', { key: value, value }, text)),
  );
}

function ruleWords(name: EquivalenceName): string {
  switch (name) {
    case 'exact':
      return t('they match letter for letter');
    case 'label':
      return t('they name the same label');
    case 'numeric':
      return t('their last numbers are equal');
    case 'json':
      return t('their JSON says the same');
    case 'judge':
      return t('another model finds so');
  }
}

interface TextField {
  readonly field: ComparisonField;
  readonly label: string;
  readonly hint: string;
}

function fieldOf({ name, found }: ComparisonState): TextField | undefined {
  switch (name) {
    case 'label':
      return { field: 'labels', label: t('Labels, separated by commas'), hint: found };
    case 'numeric':
      return { field: 'tolerance', label: t('May differ by (0.01, or 1 %)'), hint: '0' };
    case 'json':
      return { field: 'jsonFields', label: t('Fields (empty: all)'), hint: '/category=label, /reason=ignore' };
    case 'judge':
      return { field: 'judge', label: t('Judge, a model not compared itself'), hint: 'openai/gpt-5.1' };
    case 'exact':
    case undefined:
      return undefined;
  }
}

function textField({ field, label, hint }: TextField, { written }: ComparisonState, send: Page['send']): Child {
  return h(
    'div',
    { key: field, class: 'field compared-by' },
    h('div', { class: 'label' }, h('label', { for: field }, label)),
    h('input', {
      id: field,
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: hint,
      value: written[field],
      on: {
        change: (event) =>
          send({ type: 'setComparison', field, text: (event.currentTarget as HTMLInputElement).value }),
      },
    }),
  );
}
