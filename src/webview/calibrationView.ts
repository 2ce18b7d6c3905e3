import type { Calibration, ProfileResult } from '../core/profiling/profile.ts';
import { tellingCalibrations } from '../core/profiling/tellingCalibrations.ts';
import { type Child, h } from './element.ts';
import { t } from './translate.ts';
import { percent, whole } from './wording.ts';

/** Side of a diagram in its own units. */
const SIDE = 100;
const LEAST_RADIUS = 1.5;
const MOST_RADIUS = 6;

/** Can each model's certainty be trusted? A reliability diagram for each, and the same as a table. Nothing where no model says how sure it is. */
export function calibrationView(result: ProfileResult): Child {
  const calibrations = tellingCalibrations(result);
  if (calibrations.length === 0) return undefined;
  return [
    h('h2', { id: 'calibration' }, t('How well the models know when they agree')),
    h(
      'p',
      { class: 'dim' },
      t(
        'Across: how sure a model says it is. Up: how often it then agrees. On the diagonal it says what is so; AUROC tells how well its sureness sorts the answers (0.5: not at all, 1: fully).',
      ),
    ),
    h('ul', { class: 'calibrations', 'aria-labelledby': 'calibration' }, calibrations.map(figure)),
    h('details', {}, h('summary', {}, t('As a table')), table(calibrations)),
  ];
}

function figure(calibration: Calibration): Child {
  const { model, items } = calibration;
  return h(
    'li',
    { key: model },
    diagram(calibration),
    h('div', { class: 'name', title: model }, h('b', { class: 'clamped' }, model)),
    h('div', {}, t('AUROC {0}, calibration error {1}', auroc(calibration), errorOf(calibration))),
    h('div', { class: 'dim' }, t('{0} rows', whole(items))),
  );
}

/** Hidden from screen readers: the table below says the same. */
function diagram({ bins }: Calibration): Child {
  const filled = bins.flatMap(({ items, meanProbability, frequency }) =>
    meanProbability === undefined || frequency === undefined
      ? []
      : [{ items, x: meanProbability * SIDE, y: (1 - frequency) * SIDE }],
  );
  const most = Math.max(1, ...filled.map(({ items }) => items));
  return h(
    'svg',
    { class: 'reliability', viewBox: `-7 -7 ${SIDE + 14} ${SIDE + 14}`, 'aria-hidden': 'true' },
    h('path', { class: 'frame', d: `M0 0V${SIDE}H${SIDE}` }),
    h('path', { class: 'limit', d: `M0 ${SIDE}L${SIDE} 0` }),
    h('polyline', { points: filled.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ') }),
    filled.map(({ items, x, y }) =>
      h('circle', {
        cx: x.toFixed(1),
        cy: y.toFixed(1),
        r: Math.max(LEAST_RADIUS, MOST_RADIUS * Math.sqrt(items / most)).toFixed(1),
      }),
    ),
  );
}

function table(calibrations: readonly Calibration[]): Child {
  const column = (text: string, numeric: boolean) => h('th', { scope: 'col', class: numeric ? 'n' : undefined }, text);
  return h(
    'table',
    { class: 'bins', 'aria-labelledby': 'calibration' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        column(t('Model'), false),
        column(t('Sure'), true),
        column(t('Mean'), true),
        column(t('Agrees'), true),
        column(t('Rows'), true),
      ),
    ),
    h(
      'tbody',
      {},
      calibrations.flatMap(({ model, bins }) =>
        bins.flatMap(({ from, to, items, meanProbability, frequency }) =>
          meanProbability === undefined || frequency === undefined
            ? []
            : h(
                'tr',
                { key: `${model} ${from}` },
                h('th', { scope: 'row', class: 'name', title: model }, model),
                h('td', { class: 'n' }, t('{0} to {1}', percent(from), percent(to))),
                h('td', { class: 'n' }, percent(meanProbability)),
                h('td', { class: 'n' }, percent(frequency)),
                h('td', { class: 'n' }, whole(items)),
              ),
        ),
      ),
    ),
  );
}

function auroc({ areaUnderROC }: Calibration): string {
  return areaUnderROC?.toFixed(2) ?? t('unknown');
}

function errorOf({ expectedCalibrationError }: Calibration): string {
  return percent(expectedCalibrationError);
}
