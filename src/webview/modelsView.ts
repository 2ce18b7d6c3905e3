import { type Child, h } from './element.ts';
import type { Page } from './page.ts';
import type { ModelChoice } from './protocol.ts';
import { rich, t } from './translate.ts';
import { usd } from './wording.ts';

/** The models to compare, one a row. */
export function modelsView(page: Page): Child {
  const { models } = page.state.setup;
  const configure = (text: string) =>
    h('button', { class: 'link', type: 'button', on: { click: () => page.send({ type: 'configureModels' }) } }, text);
  return [
    h('div', { class: 'heading' }, h('h2', { id: 'models' }, t('Models')), configure(t('Configure models…'))),
    models.length === 0
      ? h(
          'p',
          {},
          t('No models yet. Configure at least two: the one whose answers are the measure, and a cheaper one.'),
        )
      : table(page),
    models.some(({ notional }) => notional) &&
      h('p', { class: 'dim' }, t('* Prices of the sample models are notional: nobody is charged for them.')),
  ];
}

function table(page: Page): Child {
  return h(
    'table',
    { class: 'models', 'aria-labelledby': 'models' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, h('span', { class: 'unseen' }, t('Compare'))),
        h('th', { scope: 'col' }, t('Model')),
        h('th', { scope: 'col', class: 'n' }, t('in / out per 1M')),
        h('th', { scope: 'col', class: 'n' }, t('a call')),
        h('th', { scope: 'col' }, t('Confidence')),
        h('th', { scope: 'col' }, t('Key')),
        h('th', { scope: 'col' }, t('Reference')),
      ),
    ),
    h(
      'tbody',
      {},
      page.state.setup.models.map((model) => row(model, page)),
    ),
  );
}

function row(model: ModelChoice, { state: { setup }, send }: Page): Child {
  const { id, selected } = model;
  return h(
    'tr',
    { key: id },
    h(
      'td',
      { class: 'tick' },
      h('input', {
        type: 'checkbox',
        checked: selected,
        'aria-label': t('Compare {0}', id),
        on: {
          change: (event) =>
            send({ type: 'selectModel', id, selected: (event.currentTarget as HTMLInputElement).checked }),
        },
      }),
    ),
    h('th', { scope: 'row', class: 'name', title: id }, id),
    h('td', { class: 'n', 'data-label': t('in / out per 1M') }, price(model, send)),
    h('td', { class: 'n', 'data-label': t('a call') }, model.callUSD === undefined ? '–' : usd(model.callUSD)),
    h(
      'td',
      { 'data-label': t('Confidence'), class: model.confidence === 'log-probabilities' ? undefined : 'dim' },
      confidence(model),
    ),
    h('td', { 'data-label': t('Key'), class: model.key === 'not needed' ? 'dim' : undefined }, key(model, send)),
    h(
      'td',
      { class: 'pick-reference', 'data-label': t('Reference') },
      h('input', {
        type: 'radio',
        name: 'reference',
        checked: setup.reference === id,
        'aria-label': t('Measure the others by {0}', id),
        on: { change: () => send({ type: 'setReference', id }) },
      }),
    ),
  );
}

function price({ id, price: known, notional }: ModelChoice, send: Page['send']): Child {
  if (!known) return h('span', { class: 'dim' }, rich('unknown · {0}', priceButton(id, send)));
  const text = t('{0} / {1}', usd(known.inputUSDPer1M), usd(known.outputUSDPer1M));
  return notional ? t('{0} *', text) : text;
}

/** For a model whose price is unknown. */
export function priceButton(id: string, send: Page['send']): Child {
  return h(
    'button',
    {
      class: 'link',
      type: 'button',
      'aria-label': t('Set price of {0}', id),
      on: { click: () => send({ type: 'setPrice', id }) },
    },
    t('set price'),
  );
}

function confidence({ confidence: kind }: ModelChoice): string {
  switch (kind) {
    case 'log-probabilities':
      return t('log-probabilities');
    case 'none':
      return t('none given');
    case 'probed':
      return t('found out at first call');
    case 'unknown':
      return '–';
  }
}

function key({ id, key: status }: ModelChoice, send: Page['send']): Child {
  switch (status) {
    case 'stored':
      return t('stored');
    case 'environment':
      return t('from environment');
    case 'not needed':
      return t('not needed');
    case 'missing':
      return rich(
        'missing · {0}',
        h(
          'button',
          {
            class: 'link',
            type: 'button',
            'aria-label': t('Set key for {0}', id),
            on: { click: () => send({ type: 'setKey', id }) },
          },
          t('set key'),
        ),
      );
  }
}
