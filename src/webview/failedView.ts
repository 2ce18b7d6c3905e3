import { type Child, h } from './element.ts';
import type { Page } from './page.ts';
import type { ProfileState } from './protocol.ts';
import { t } from './translate.ts';

type Failed = Extract<ProfileState, { phase: 'failed' }>;

/** A profile that came to nothing: why, and what can be done. */
export function failedView({ subject, message, keyOf, resumable }: Failed, { send }: Page): Child {
  return [
    h('h1', { tabindex: -1 }, t('{0} was not profiled', subject)),
    h(
      'div',
      { class: 'notice error', role: 'alert' },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, '✕'),
      h('p', { class: 'message' }, message),
    ),
    resumable && h('p', { class: 'dim' }, t('The answers paid for so far are kept. Resuming goes on from there.')),
    h(
      'footer',
      {},
      h(
        'div',
        {},
        h('button', { class: 'link', type: 'button', on: { click: () => send({ type: 'showLog' }) } }, t('Show log')),
      ),
      h(
        'div',
        { class: 'buttons' },
        h(
          'button',
          { class: 'second', type: 'button', on: { click: () => send({ type: 'back' }) } },
          t('Back to setup'),
        ),
        keyOf !== undefined &&
          h(
            'button',
            { class: 'second', type: 'button', on: { click: () => send({ type: 'setKey', id: keyOf }) } },
            t('Set API key'),
          ),
        resumable && h('button', { type: 'button', on: { click: () => send({ type: 'start' }) } }, t('Resume')),
      ),
    ),
  ];
}
