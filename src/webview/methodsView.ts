import type { MethodComparison, ProfileResult } from '../core/profiling/profile.ts';
import { wayName } from './costRows.ts';
import { type Child, h } from './element.ts';
import { t } from './translate.ts';
import { comparison, percent, usd, whole } from './wording.ts';

/** What SMART's methods would have recommended on the same answers. */
export function methodsView({ comparison: methods }: ProfileResult): Child {
  if (!methods) return undefined;
  return [
    h('h2', { id: 'methods' }, t('What SMART would have recommended')),
    h(
      'p',
      { class: 'dim' },
      methods.length === 0
        ? t('There are no answers of the reference to compare on.')
        : t(
            'On the answers that are there, so nothing more was paid. Rows that the reference was not asked about are left out, and a model that was not asked to the end stays undecided. The promise fails more often than stated.',
          ),
    ),
    methods.length > 0 && table(methods),
  ];
}

function table(methods: readonly MethodComparison[]): Child {
  const column = (text: string, numeric: boolean) => h('th', { scope: 'col', class: numeric ? 'n' : undefined }, text);
  return h(
    'table',
    { class: 'methods', 'aria-labelledby': 'methods' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        column(t('Method'), false),
        column(t('Recommends'), false),
        column(t('1,000 calls'), true),
        column(t('Saving'), true),
        column(t('differs'), true),
        column(t('Rows'), true),
      ),
    ),
    h('tbody', {}, methods.map(row)),
  );
}

function row({
  method,
  recommendation,
  policyPerCallUSD,
  savingsRatio,
  deviationUpperBound,
  items,
}: MethodComparison): Child {
  const cell = (label: string, text: string) => h('td', { class: 'n', 'data-label': label }, text);
  const name = wayName(recommendation);
  const kept = recommendation.kind === 'reference';
  return h(
    'tr',
    { key: method },
    h('th', { scope: 'row' }, method),
    h('td', { class: 'name', 'data-label': t('Recommends'), title: name }, kept ? t('{0}, as now', name) : name),
    cell(t('1,000 calls'), usd(1000 * policyPerCallUSD)),
    // One without end, when nothing is paid, comes as null: messages are JSON.
    cell(t('Saving'), comparison(savingsRatio ?? Number.POSITIVE_INFINITY) ?? '–'),
    cell(t('differs'), kept ? '–' : t('at most {0}', percent(deviationUpperBound))),
    cell(t('Rows'), whole(items)),
  );
}
