import type { Disagreement, ProfileResult } from '../core/profiling/profile.ts';
import { type DisagreementPage, disagreementPage, PAGE_SIZE } from './disagreements.ts';
import { type Child, h } from './element.ts';
import type { Page } from './page.ts';
import { t } from './translate.ts';
import { whole } from './wording.ts';

/** Longer inputs are folded. */
const FOLDED_LENGTH = 200;

/** The rows where answers differ, to be read: that is what is checked before a recommendation is trusted. */
export function differencesView(result: ProfileResult, page: Page): Child {
  const total = result.disagreements.length;
  const shown = disagreementPage(result, page.view.differingModel, page.view.differingPage);
  return [
    h('h2', { id: 'differences', tabindex: -1 }, t('Where they differ')),
    total === 0
      ? h('p', { class: 'dim' }, t('No answer differed.'))
      : [
          h('div', { class: 'heading' }, filter(shown, total, page), pager(shown, page)),
          table(shown, result.request.reference),
        ],
  ];
}

function filter({ models, model }: DisagreementPage, total: number, { show }: Page): Child {
  return h(
    'label',
    {},
    t('Answers of'),
    ' ',
    h(
      'select',
      {
        value: model ?? '',
        on: {
          change: (event) => {
            const { value } = event.currentTarget as HTMLSelectElement;
            show({ differingModel: value === '' ? undefined : value, differingPage: 0 });
          },
        },
      },
      h('option', { value: '' }, t('all models ({0})', whole(total))),
      models.map(({ id, kept, differing }) => {
        const count = kept < differing ? t('first {0} of {1}', whole(kept), whole(differing)) : whole(kept);
        return h('option', { key: id, value: id }, t('{0} ({1})', id, count));
      }),
    ),
  );
}

function pager({ page: current, pages, total }: DisagreementPage, { show }: Page): Child {
  const turn = (text: string, to: number) => {
    const there = 0 <= to && to < pages;
    return h(
      'button',
      {
        class: 'second',
        type: 'button',
        'aria-disabled': there ? undefined : 'true',
        on: { click: () => there && show({ differingPage: to }) },
      },
      text,
    );
  };
  const first = current * PAGE_SIZE + 1;
  const last = Math.min(total, first + PAGE_SIZE - 1);
  return h(
    'div',
    { class: 'buttons' },
    h('span', { class: 'dim', role: 'status' }, t('{0} to {1} of {2}', whole(first), whole(last), whole(total))),
    turn(t('Previous'), current - 1),
    turn(t('Next'), current + 1),
  );
}

function table({ shown }: DisagreementPage, reference: string): Child {
  const hasGold = shown.some(({ gold }) => gold !== undefined);
  const column = (text: string) => h('th', { scope: 'col' }, text);
  return h(
    'table',
    { class: 'differences', 'aria-labelledby': 'differences' },
    h(
      'thead',
      {},
      h('tr', {}, column(t('Input')), column(reference), column(t('Model’s answer')), hasGold && column(t('Expected'))),
    ),
    h(
      'tbody',
      {},
      shown.map((difference) => row(difference, reference, hasGold)),
    ),
  );
}

function row(
  { model, item, input, referenceAnswer, answer, gold }: Disagreement,
  reference: string,
  hasGold: boolean,
): Child {
  return h(
    'tr',
    { key: `${item} ${model}` },
    h('td', {}, folded(input ?? t('row {0}', item))),
    h('td', { 'data-label': reference }, h('b', {}, folded(referenceAnswer))),
    h('td', { 'data-label': model }, h('b', {}, folded(answer)), h('div', { class: 'dim by' }, model)),
    hasGold && h('td', { 'data-label': t('Expected') }, gold ?? '–'),
  );
}

/** null: the answer could not be used. */
function folded(text: string | null): Child {
  if (text === null) return h('span', { class: 'dim' }, t('(no usable answer)'));
  if (text.length <= FOLDED_LENGTH)
    return text === '' ? h('span', { class: 'dim' }, t('(empty)')) : h('span', { class: 'text' }, text);
  return h(
    'details',
    { class: 'folded' },
    h('summary', {}, h('span', { class: 'start' }, `${text.slice(0, FOLDED_LENGTH)}…`)),
    h('span', { class: 'text' }, text),
  );
}
