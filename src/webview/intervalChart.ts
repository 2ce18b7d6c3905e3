import type { ModelReport, ProfileResult } from '../core/profiling/profile.ts';
import { policyDifference, wayName } from './costRows.ts';
import { type Child, type Drawn, h } from './element.ts';
import { type IntervalScale, intervalScale, place, type ShownInterval } from './intervalScale.ts';
import { type StatusWords, standing } from './statusWords.ts';
import { t } from './translate.ts';
import { percent, whole } from './wording.ts';

/** How often each model differs from the reference, as an interval against the limit. */
export function intervalChart(models: readonly ModelReport[], delta: number): Child {
  const compared = models.filter(({ status }) => status !== 'reference');
  return chart(compared.map(modelRow), t('How often each model differs'), delta);
}

/** The same of the recommended way: what was seen, and the bound on the true share. */
export function policyChart(result: ProfileResult): Child {
  const difference = policyDifference(result);
  if (difference?.share === undefined) return undefined;
  const { items, deviationUpperBound, delta } = result.guarantee;
  const row: ChartRow = {
    name: wayName(result.recommendation),
    items,
    deviations: difference.share * items,
    deviationInterval: { lower: 0, upper: deviationUpperBound },
    status: 'satisfies',
    standing: { sign: '✓', words: difference.bound },
    figures: t('{0} seen on {1} rows', percent(difference.share), whole(items)),
  };
  return chart([row], t('How often it differs'), delta);
}

interface ChartRow extends ShownInterval {
  readonly name: string;
  readonly standing: StatusWords;
  readonly figures: string;
}

function modelRow(model: ModelReport): ChartRow {
  return { ...model, name: model.id, standing: standing(model.status), figures: figures(model) };
}

/** A table, so that it can be read as well as seen. */
function chart(rows: readonly ChartRow[], heading: string, delta: number): Child {
  const scale = intervalScale(rows, delta);
  return [
    h('h2', { id: 'intervals' }, heading),
    h(
      'table',
      { class: 'chart', 'aria-labelledby': 'intervals' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, h('span', { class: 'unseen' }, t('Model'))),
          h(
            'th',
            { scope: 'col', class: 'strip' },
            h('span', { class: 'unseen' }, t('Interval, limit {0}', percent(delta))),
            limitLabel(delta, scale),
          ),
          h('th', { scope: 'col' }, h('span', { class: 'unseen' }, t('Standing'))),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((one) => tableRow(one, delta, scale)),
      ),
      h('tfoot', { 'aria-hidden': 'true' }, h('tr', {}, h('td'), h('td', { class: 'strip' }, axis(scale)), h('td'))),
    ),
  ];
}

function tableRow(row: ChartRow, delta: number, scale: IntervalScale): Child {
  const { name, standing: stands } = row;
  return h(
    'tr',
    { key: name, class: tone(row) },
    h('th', { scope: 'row', class: 'name', title: name }, h('span', { class: 'clamped' }, name)),
    h('td', { class: 'strip' }, strip(row, delta, scale)),
    h(
      'td',
      { class: 'standing' },
      h('span', { class: 'tone' }, h('span', { 'aria-hidden': 'true' }, stands.sign), ` ${stands.words}`),
      h('span', { class: 'dim' }, row.figures),
    ),
  );
}

function tone({ status }: ShownInterval): string {
  return status === 'satisfies' ? 'good' : status === 'too far off' ? 'bad' : 'open';
}

function figures({ items, deviations, deviationInterval: { lower, upper } }: ModelReport): string {
  if (items === 0) return '';
  return t('{0} of {1}; {2} to {3}', percent(deviations / items), whole(items), percent(lower), percent(upper));
}

function limitLabel(delta: number, scale: IntervalScale): Child {
  const x = place(delta, scale);
  const right = x < 60;
  return h(
    'svg',
    { 'aria-hidden': 'true' },
    limitLine(x),
    h(
      'text',
      { x: `${x}%`, y: '50%', dx: right ? 6 : -6, dy: '0.35em', 'text-anchor': right ? 'start' : 'end' },
      t('limit {0}', percent(delta)),
    ),
  );
}

function limitLine(x: number): Child {
  return h('line', { class: 'limit', x1: `${x}%`, x2: `${x}%`, y1: 0, y2: '100%' });
}

/** Sits in its cell's full height, so that the lines of all rows meet. */
function strip(model: ShownInterval, delta: number, scale: IntervalScale): Child {
  return h(
    'svg',
    { 'aria-hidden': 'true' },
    scale.ticks.map((tick) => gridLine(place(tick, scale))),
    limitLine(place(delta, scale)),
    model.items > 0 && interval(model, scale),
  );
}

function gridLine(x: number): Drawn {
  return h('line', { class: 'grid', x1: `${x}%`, x2: `${x}%`, y1: 0, y2: '100%' });
}

/** Per cent of the axis. */
const STUB_FROM = 95;

function interval(
  { items, deviations, deviationInterval: { lower, upper }, status }: ShownInterval,
  scale: IntervalScale,
): Child {
  const beyond = upper > scale.max;
  const at = place(deviations / items, scale);
  const seen = deviations / items <= scale.max;
  const from = place(lower, scale);
  return [
    h('line', {
      class: 'interval',
      // One that lies beyond the axis altogether still shows a stub to its arrow.
      x1: `${beyond ? Math.min(from, STUB_FROM) : from}%`,
      x2: `${place(upper, scale)}%`,
      y1: '50%',
      y2: '50%',
    }),
    beyond && h('svg', { class: 'mark', x: '100%', y: '50%' }, h('path', { d: 'M-7-5L0 0L-7 5' })),
    seen && h('svg', { class: 'mark', x: `${at}%`, y: '50%' }, mark(status)),
  ];
}

/** A filled disc: good enough. A cross: too far off. A ring: anything else. */
function mark(status: ModelReport['status']): Drawn {
  if (status === 'too far off') return h('path', { d: 'M-4.5-4.5L4.5 4.5M-4.5 4.5L4.5-4.5' });
  return h('circle', { r: 4.5, class: status === 'satisfies' ? 'disc' : 'ring' });
}

function axis(scale: IntervalScale): Child {
  const last = scale.ticks.length - 1;
  return h(
    'svg',
    {},
    scale.ticks.map((tick, index) =>
      h(
        'text',
        {
          x: `${place(tick, scale)}%`,
          y: '50%',
          dy: '0.35em',
          'text-anchor': index === 0 ? 'start' : index === last ? 'end' : 'middle',
        },
        percent(tick),
      ),
    ),
  );
}
