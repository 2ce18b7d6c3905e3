import { announcement } from './announcement.ts';
import { type Child, h } from './element.ts';
import { failedView } from './failedView.ts';
import type { Page } from './page.ts';
import { resultView } from './resultView.ts';
import { runningView } from './runningView.ts';
import { setupView } from './setupView.ts';
import { t } from './translate.ts';

/** The whole page. */
export function panelView(page: Page): readonly ReturnType<typeof h>[] {
  return [
    h('p', { role: 'status', class: 'unseen' }, announcement(page.state)),
    h('main', { class: page.view.dropping ? 'dropping' : undefined }, failure(page), phase(page)),
  ];
}

function phase(page: Page): Child {
  const { profile } = page.state;
  switch (profile.phase) {
    case 'none':
      return h('section', { key: 'setup' }, setupView(page));
    case 'running':
      return h('section', { key: 'running' }, runningView(profile, page));
    case 'done':
      return h('section', { key: 'done' }, resultView(profile, page));
    case 'failed':
      return h('section', { key: 'failed' }, failedView(profile, page));
  }
}

function failure({ view, show }: Page): Child {
  return h(
    'div',
    { role: 'alert' },
    view.failure !== undefined &&
      h(
        'div',
        { class: 'notice error' },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, '✕'),
        h('p', {}, view.failure),
        h(
          'button',
          { class: 'second', type: 'button', on: { click: () => show({ failure: undefined }) } },
          t('Dismiss'),
        ),
      ),
  );
}
