import type { StudentProjection, StudentWindow } from '../core/profiling/studentProjection.ts';
import { type Child, type Drawn, h } from './element.ts';
import { t } from './translate.ts';
import { percent, whole } from './wording.ts';

/** Who answers, and how often as the stages would, over the stream: the case analyses of online cascade learning (Nie et al. 2024). */
export function studentCharts({ windows, terms }: StudentProjection): Child {
  const limit = 1 - terms.delta;
  return [
    h('div', { class: 'streams' }, sharesFigure(windows), agreementFigure(windows, limit)),
    h('details', {}, h('summary', {}, t('As a table')), table(windows)),
  ];
}

function sharesFigure(windows: readonly StudentWindow[]): Child {
  const levels = levelNames(windows);
  const first = studentShare(windows[0]);
  const last = studentShare(windows.at(-1));
  return h(
    'figure',
    {},
    h('figcaption', {}, t('Who answers')),
    h(
      'ul',
      { class: 'legend', 'aria-hidden': 'true' },
      [...levels, t('Stages')].map((name, index) =>
        h('li', { key: name }, swatch(index < levels.length ? `level-${index + 1}` : 'stages'), name),
      ),
    ),
    plot({
      label: t('The student answers {0} of the first stretch and {1} of the last.', percent(first), percent(last)),
      ticks: [0, 0.5, 1],
      from: 0,
      items: itemsOf(windows),
      drawn: windows.map((window, index) => column(window, index, windows.length)),
    }),
  );
}

/** From below: the student's levels, then the stages. */
function column({ items, shares }: StudentWindow, index: number, columns: number): Drawn {
  let below = 0;
  return h(
    'g',
    { key: items },
    shares.map((share, level) => {
      const y = 1 - below - share;
      below += share;
      return h('rect', {
        class: level < shares.length - 1 ? `level-${level + 1}` : 'stages',
        x: inPercent(index / columns),
        width: inPercent(1 / columns),
        y: inPercent(Math.max(0, y)),
        height: inPercent(share),
      });
    }),
  );
}

function agreementFigure(windows: readonly StudentWindow[], limit: number): Child {
  const least = Math.min(limit, ...windows.map(({ agreement }) => agreement));
  const from = floorOf(least);
  const heightOf = (share: number) => (1 - share) / (1 - from);
  const points = windows.map(({ agreement }, index) => ({
    x: (index + 0.5) / windows.length,
    y: heightOf(agreement),
  }));
  return h(
    'figure',
    {},
    h('figcaption', {}, t('Answers as the stages give them')),
    h(
      'ul',
      { class: 'legend', 'aria-hidden': 'true' },
      h('li', {}, swatch('line'), t('each stretch')),
      h('li', {}, swatch('limit'), t('promised of all together: {0}', percent(limit))),
    ),
    plot({
      label: t(
        'At least {0} of each stretch; {1} is promised of all together.',
        percent(leastOf(windows)),
        percent(limit),
      ),
      ticks: [from, (1 + from) / 2, 1],
      from,
      items: itemsOf(windows),
      drawn: [
        h('line', {
          class: 'limit',
          x1: 0,
          x2: '100%',
          y1: inPercent(heightOf(limit)),
          y2: inPercent(heightOf(limit)),
        }),
        h(
          'svg',
          { viewBox: '0 0 1 1', preserveAspectRatio: 'none', width: '100%', height: '100%' },
          h('polyline', { points: points.map(({ x, y }) => `${x.toFixed(4)},${y.toFixed(4)}`).join(' ') }),
        ),
        ...points.map(({ x, y }) => h('circle', { cx: inPercent(x), cy: inPercent(y), r: 2.5 })),
      ],
    }),
  );
}

/** A drawing over the stream, with shares from `from` to 1 upwards. */
function plot(chart: {
  readonly label: string;
  readonly ticks: readonly number[];
  readonly from: number;
  readonly items: number;
  readonly drawn: readonly Drawn[];
}): Child {
  const { label, ticks, from, items, drawn } = chart;
  return h(
    'div',
    { class: 'plot' },
    h(
      'svg',
      { role: 'img', 'aria-label': label },
      ticks.map((tick) => {
        const y = inPercent((1 - tick) / (1 - from));
        return h(
          'g',
          { key: tick },
          h('line', { class: 'grid', x1: 0, x2: '100%', y1: y, y2: y }),
          h('text', { x: 0, y, dx: -6, dy: '0.35em', 'text-anchor': 'end' }, percent(tick)),
        );
      }),
      drawn,
      h('text', { x: 0, y: '100%', dy: '1.4em' }, '1'),
      h('text', { x: '100%', y: '100%', dy: '1.4em', 'text-anchor': 'end' }, t('input {0}', whole(items))),
    ),
  );
}

function swatch(kind: string): Child {
  return h(
    'svg',
    { class: 'swatch' },
    kind === 'line' || kind === 'limit' ? stroke(kind) : h('rect', { class: kind, width: '100%', height: '100%' }),
  );
}

function stroke(kind: 'line' | 'limit'): Drawn {
  return h('line', { class: kind, x1: 0, x2: '100%', y1: '50%', y2: '50%' });
}

function table(windows: readonly StudentWindow[]): Child {
  const column = (text: string) => h('th', { scope: 'col', class: 'n' }, text);
  return h(
    'table',
    { class: 'bins', 'aria-labelledby': 'student' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        column(t('Up to input')),
        levelNames(windows).map(column),
        column(t('Stages')),
        column(t('As the stages')),
      ),
    ),
    h(
      'tbody',
      {},
      windows.map(({ items, shares, agreement }) =>
        h(
          'tr',
          { key: items },
          h('th', { scope: 'row', class: 'n' }, whole(items)),
          shares.map((share) => h('td', { class: 'n' }, percent(share))),
          h('td', { class: 'n' }, percent(agreement)),
        ),
      ),
    ),
  );
}

/** `Student`, or each of its levels. */
function levelNames([window]: readonly StudentWindow[]): readonly string[] {
  const count = (window?.shares.length ?? 1) - 1;
  if (count === 1) return [t('Student')];
  return Array.from({ length: count }, (_, index) => t('Student, level {0}', index + 1));
}

/** Of the answers in a stretch. */
function studentShare(window: StudentWindow | undefined): number {
  return 1 - (window?.shares.at(-1) ?? 1);
}

function leastOf(windows: readonly StudentWindow[]): number {
  return Math.min(1, ...windows.map(({ agreement }) => agreement));
}

/** Where an axis up to 1 begins so that this share is on it: a tenth, a fifth or all below. */
function floorOf(least: number): number {
  return [0.9, 0.8, 0.6].find((floor) => floor <= least) ?? 0;
}

function itemsOf(windows: readonly StudentWindow[]): number {
  return windows.at(-1)?.items ?? 0;
}

function inPercent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
}
