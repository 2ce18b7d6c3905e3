import type { ProfileResult, Stage } from '../core/profiling/profile.ts';
import { keepWords, labelLimits } from '../core/wording/keepWords.ts';
import { type Child, h } from './element.ts';
import { t } from './translate.ts';
import { percent, unbroken } from './wording.ts';

/** Height of one model's box in the drawing's own units; the drawing is stretched to the boxes. */
const BOX = 100;
/** Thickness of all calls together, in pixels. */
const ALL_CALLS = 8;

/** Which model gets which share of the calls. */
export function callFlow(result: ProfileResult): Child {
  const { kind, stages } = result.recommendation;
  if (kind === 'cascade') return [h('h2', {}, t('What happens to a call')), cascadeFlow(result)];
  return [
    h('h2', {}, t('What happens to a call')),
    h(
      'div',
      { class: 'flow' },
      h('div', {}, kind === 'mix' ? t('100 % of calls, divided at random') : t('100 % of calls')),
      h('div', { class: 'paths' }, paths(stages)),
      h(
        'ul',
        {},
        stages.map(({ model, share }) =>
          h('li', { key: model, title: model }, h('b', {}, percent(share)), ` ${model}`),
        ),
      ),
    ),
  ];
}

function paths(stages: readonly Stage[]): Child {
  const height = stages.length * BOX;
  return h(
    'svg',
    { viewBox: `0 0 100 ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    stages.map(({ share }, index) => {
      const y = (index + 0.5) * BOX;
      return h('path', {
        d: `M0 ${height / 2}C50 ${height / 2} 50 ${y} 100 ${y}`,
        'stroke-width': thickness(share),
      });
    }),
  );
}

/** The stages one after the other: what each keeps, and what goes on from it. */
function cascadeFlow({ recommendation: { stages }, request: { reference } }: ProfileResult): Child {
  let arriving = 1;
  return h(
    'ol',
    { class: 'cascade' },
    stages.map((stage, index) => {
      const share = arriving;
      arriving -= stage.share;
      const last = index === stages.length - 1;
      return h('li', { key: stage.model }, arrow(share, index === 0), stageBox(stage, last, reference));
    }),
  );
}

function arrow(share: number, first: boolean): Child {
  return h(
    'div',
    { class: 'arrow' },
    first ? t('{0} of calls', percent(share)) : t('{0} go on', percent(share)),
    h(
      'svg',
      { 'aria-hidden': 'true' },
      h('line', { x1: 0, x2: '100%', y1: '50%', y2: '50%', 'stroke-width': thickness(share) }),
    ),
  );
}

function stageBox({ model, share, accept }: Stage, last: boolean, reference: string): Child {
  const limits = last ? '' : unbroken(labelLimits(accept, t));
  return h(
    'div',
    { class: 'stage' },
    h(
      'div',
      { class: 'box', title: limits === '' ? model : `${model}: ${limits}` },
      h('b', {}, model),
      h('div', { class: 'dim' }, last ? t('answers the rest') : kept(accept, reference)),
    ),
    h(
      'div',
      { class: 'answered' },
      share > 0 &&
        h(
          'svg',
          { 'aria-hidden': 'true' },
          h('line', { x1: '50%', x2: '50%', y1: 0, y2: '100%', 'stroke-width': thickness(share) }),
        ),
      t('{0} answered here', percent(share)),
    ),
  );
}

/** Of a stage that is not the last. */
function kept(accept: Stage['accept'], reference: string): string {
  const words = keepWords(accept, reference, t);
  return words === undefined ? t('its answer only weighs the next one') : t('its answer is kept {0}', unbroken(words));
}

function thickness(share: number): string {
  return Math.max(1, share * ALL_CALLS).toFixed(1);
}
