import type { ProfileResult, Stage } from '../core/profiling/profile.ts';
import { type Child, h } from './element.ts';
import { t } from './translate.ts';
import { percent } from './wording.ts';

/** Height of one model's box in the drawing's own units; the drawing is stretched to the boxes. */
const BOX = 100;
/** Thickness of all calls together, in pixels. */
const ALL_CALLS = 8;

/** Which model gets which share of the calls. */
export function callFlow({ recommendation: { kind, stages } }: ProfileResult): Child {
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
        'stroke-width': Math.max(1, share * ALL_CALLS).toFixed(1),
      });
    }),
  );
}
