import { type Child, h } from './element.ts';
import { filesView } from './filesView.ts';
import { modelsView } from './modelsView.ts';
import type { Page } from './page.ts';
import { promiseView } from './promiseView.ts';
import type { SetupEstimate, SetupState } from './protocol.ts';
import { rich, t } from './translate.ts';
import { usd, whole } from './wording.ts';

/** What is to be profiled, over which models, for which promise, and what that will cost. */
export function setupView(page: Page): Child {
  const { setup, trusted } = page.state;
  return [
    h('h1', { tabindex: -1 }, t('Profile prompt')),
    h('p', { class: 'dim' }, t('Find the cheapest way to run a prompt that still answers like your best model.')),
    !trusted && untrusted(),
    filesView(page),
    modelsView(page),
    promiseView(page),
    setup.resumable &&
      h(
        'p',
        { class: 'dim' },
        t(
          'An interrupted profile left answers behind that are paid for: it goes on from there and pays for nothing twice.',
        ),
      ),
    h('footer', {}, h('div', {}, cost(setup), problems(setup)), h('div', { class: 'buttons' }, startButton(page))),
  ];
}

function untrusted(): Child {
  return h(
    'div',
    { class: 'notice warning', role: 'note' },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, '!'),
    h(
      'p',
      {},
      t(
        'This workspace is not trusted: estimates work, profiling does not. To profile, trust it with the command “Workspaces: Manage Workspace Trust”.',
      ),
    ),
  );
}

function startButton({ state: { setup, trusted }, send }: Page): Child {
  const ready = trusted && setup.problems.length === 0;
  return h(
    'button',
    {
      type: 'button',
      // Not `disabled`: it stays within reach of Tab, and says why it does nothing.
      'aria-disabled': ready ? undefined : 'true',
      'aria-describedby': 'problems',
      on: { click: () => ready && send({ type: 'start' }) },
    },
    setup.resumable ? t('Resume') : t('Profile'),
  );
}

function problems({ problems: list }: SetupState): Child {
  return h(
    'ul',
    { id: 'problems', class: 'problems', hidden: list.length === 0 },
    list.map((problem) => h('li', { key: problem }, problem)),
  );
}

function cost({ estimate, busy, volume, scope }: SetupState): Child {
  if (busy) return h('p', { class: 'dim' }, t('Working out what it costs…'));
  if (!estimate)
    return h(
      'p',
      { class: 'dim' },
      t('What it costs is shown here once prompt, dataset, models and prices are known.'),
    );
  return h(
    'p',
    {},
    rich(
      'Profiling costs about {0}, at most {1}.',
      h('b', {}, usd(estimate.likelyUSD)),
      h('b', {}, usd(estimate.atMostUSD)),
    ),
    ' ',
    h('span', { class: 'dim' }, likelyRows(estimate), ' ', possibleSaving(estimate, { volume, scope })),
  );
}

function likelyRows({ likelyItems }: SetupEstimate): string {
  return t('About {0} rows are asked.', whole(likelyItems));
}

function possibleSaving(
  { savingUpToUSD }: SetupEstimate,
  { volume, scope }: Pick<SetupState, 'volume' | 'scope'>,
): string {
  if (savingUpToUSD === undefined) return t('No chosen model is cheaper than the reference.');
  return scope === 'batch'
    ? t('If the cheapest model does: up to {0} saved.', usd(savingUpToUSD))
    : t('If the cheapest model does: up to {0} saved on {1} calls a month.', usd(savingUpToUSD), whole(volume));
}
