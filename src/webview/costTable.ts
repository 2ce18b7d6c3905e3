import type { ProfileResult } from '../core/profiling/profile.ts';
import { type CostRow, costRows } from './costRows.ts';
import { type Child, h } from './element.ts';
import { priceButton } from './modelsView.ts';
import type { Page } from './page.ts';
import { rich, t } from './translate.ts';
import { percent, usd, whole } from './wording.ts';

/** What is the same for all rows of one table. */
interface Columns {
  readonly calls: number;
  readonly callsLabel: string;
  readonly dearestUSD: number;
  readonly hasAccuracy: boolean;
}

/** Every way that was looked at, with bars for what it costs. */
export function costTable(result: ProfileResult, send: Page['send']): Child {
  const rows = costRows(result);
  const batch = result.request.scope === 'batch';
  const calls = batch ? result.request.rows : result.request.volume;
  const columns: Columns = {
    calls,
    callsLabel: batch ? t('{0} rows', whole(calls)) : t('a month'),
    dearestUSD: Math.max(0, ...rows.map(({ perCallUSD }) => perCallUSD ?? 0)),
    hasAccuracy: rows.some(({ accuracy }) => accuracy !== undefined),
  };
  return [
    h('h2', { id: 'costs' }, batch ? t('What each choice costs, profiling aside') : t('What each choice costs')),
    h(
      'table',
      { class: 'costs', 'aria-labelledby': 'costs' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, t('Choice')),
          h('td', { 'aria-hidden': 'true' }),
          h('th', { scope: 'col', class: 'n' }, t('1,000 calls')),
          h('th', { scope: 'col', class: 'n' }, columns.callsLabel),
          h('th', { scope: 'col', class: 'n' }, t('differs')),
          columns.hasAccuracy && h('th', { scope: 'col', class: 'n' }, t('right')),
          h('th', { scope: 'col' }, t('Verdict')),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((row) => tableRow(row, columns, send)),
      ),
    ),
  ];
}

function tableRow(row: CostRow, { calls, callsLabel, dearestUSD, hasAccuracy }: Columns, send: Page['send']): Child {
  const { key, name, note, role, perCallUSD, differs, accuracy, unpriced } = row;
  const amount = (count: number) => (perCallUSD === undefined ? '–' : usd(perCallUSD * count));
  return h(
    'tr',
    { key, class: role },
    h(
      'th',
      { scope: 'row', class: 'name', title: name },
      name,
      note !== undefined && h('span', { class: 'dim' }, ` ${t('({0})', note)}`),
    ),
    h(
      'td',
      { class: 'bar', 'aria-hidden': 'true' },
      perCallUSD !== undefined && bar(dearestUSD > 0 ? perCallUSD / dearestUSD : 0),
    ),
    h(
      'td',
      { class: 'n', 'data-label': t('1,000 calls') },
      unpriced === undefined
        ? amount(1000)
        : h('span', { class: 'dim' }, rich('unknown · {0}', priceButton(unpriced, send))),
    ),
    h('td', { class: 'n', 'data-label': callsLabel }, amount(calls)),
    h(
      'td',
      { class: 'n', 'data-label': t('differs') },
      differs
        ? [differs.share !== undefined && percent(differs.share), h('span', { class: 'dim bound' }, differs.bound)]
        : '–',
    ),
    hasAccuracy && h('td', { class: 'n', 'data-label': t('right') }, accuracy === undefined ? '–' : percent(accuracy)),
    h(
      'td',
      { class: 'verdict', 'data-label': t('Verdict') },
      h('span', { 'aria-hidden': 'true' }, row.verdict.sign),
      ` ${row.verdict.words}`,
    ),
  );
}

function bar(share: number): Child {
  return h('svg', {}, h('rect', { width: `${(share * 100).toFixed(2)}%`, height: '100%' }));
}
