import { doneShare } from './announcement.ts';
import { duration } from './duration.ts';
import { type Child, h } from './element.ts';
import { intervalChart } from './intervalChart.ts';
import type { Page } from './page.ts';
import type { ProfileState } from './protocol.ts';
import { expectedSoFar, soFar } from './soFar.ts';
import { t } from './translate.ts';
import { usd, whole } from './wording.ts';

type Running = Extract<ProfileState, { phase: 'running' }>;

/** A profile at work: how far, for how much, and what shows already. */
export function runningView(running: Running, page: Page): Child {
  const { progress, subject } = running;
  const { send, show, view } = page;
  const cancel = () => {
    if (view.cancelling) return;
    show({ cancelling: true });
    send({ type: 'cancel' });
  };
  return [
    h(
      'div',
      { class: 'heading' },
      h('div', {}, h('h1', { tabindex: -1 }, t('Profiling {0}', subject)), h('p', { class: 'dim' }, status(running))),
      h(
        'button',
        {
          class: 'second',
          type: 'button',
          'aria-disabled': view.cancelling ? 'true' : undefined,
          on: { click: cancel },
        },
        view.cancelling ? t('Cancelling…') : t('Cancel'),
      ),
    ),
    h('progress', {
      max: 1,
      value: progress ? doneShare(running) : undefined,
      'aria-label': t('Profiling {0}', subject),
    }),
    progress && h('p', { class: 'lead' }, lead(progress, running, page)),
    progress && intervalChart(progress.models, running.delta),
    h(
      'footer',
      {},
      h(
        'p',
        { class: 'dim' },
        t('It goes on when this panel is closed. Cancelling keeps every answer that is paid for.'),
      ),
    ),
  ];
}

/** The certified search tests on rows that nothing was chosen on: what passes is known at the end. */
function lead(progress: NonNullable<Running['progress']>, { counted }: Running, { state }: Page): string {
  return state.setup.method === 'certified' ? expectedSoFar(progress, counted) : soFar(progress, counted);
}

function status({ progress, maxSpendUSD, secondsLeft }: Running): string {
  if (!progress) return t('Starting…');
  const spent = t(
    '{0} of at most {1} rows · {2} of {3} spent',
    whole(progress.items),
    whole(progress.itemLimit),
    usd(progress.costUSD),
    usd(maxSpendUSD),
  );
  return secondsLeft === undefined ? spent : t('{0} · at most {1} left', spent, duration(secondsLeft));
}
