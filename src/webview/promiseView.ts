import type { ProfileMethod, Scope } from '../core/profiling/profile.ts';
import { comparisonView } from './comparisonView.ts';
import { type Child, h } from './element.ts';
import { blankText, numberFormat } from './numberFields.ts';
import type { Page } from './page.ts';
import type { NumberField, SetupState } from './protocol.ts';
import { rich, t } from './translate.ts';
import { whole } from './wording.ts';

/** What is promised, as a sentence with blanks. */
export function promiseView(page: Page): Child {
  const { setup } = page.state;
  const blanks = ['delta', 'confidence', 'volume', 'maxSpendUSD', 'studentDelta'] as const;
  const shownBlanks = blanks.filter(
    (field) => (field !== 'volume' || setup.scope === 'stream') && (field !== 'studentDelta' || takesStudent(setup)),
  );
  return [
    h('h2', {}, t('Promise')),
    h('p', { class: 'promise' }, sentence(page)),
    h(
      'div',
      { role: 'alert' },
      shownBlanks.map((field) => {
        const problem = page.view.drafts[field]?.problem;
        return problem !== undefined && h('p', { key: field, id: `${field}-problem`, class: 'no' }, `✕ ${problem}`);
      }),
    ),
    comparisonView(page),
    settings(page),
  ];
}

function sentence(page: Page): Child {
  const { reference, scope, data } = page.state.setup;
  const measure = h('b', { title: reference }, reference ?? t('the reference'));
  const blanks = [blank('delta', page), blank('confidence', page)];
  return scope === 'batch'
    ? rich(
        'Answers may differ from {0} on at most {1} of the dataset’s {4} rows, with {2} confidence. Spend at most {3}.',
        measure,
        ...blanks,
        blank('maxSpendUSD', page),
        data ? whole(data.rows) : '–',
      )
    : rich(
        'Answers may differ from {0} on at most {1} of inputs, with {2} confidence, at {3} calls a month. Spend at most {4}.',
        measure,
        ...blanks,
        blank('volume', page),
        blank('maxSpendUSD', page),
      );
}

/** As the result will offer one. */
function takesStudent({ scope, comparison }: SetupState): boolean {
  return scope === 'stream' && comparison.name === 'label';
}

function blank(field: NumberField, { state: { setup }, view, send, show }: Page): Child {
  const format = numberFormat(field);
  const take = (event: Event) => {
    const { value: text } = event.currentTarget as HTMLInputElement;
    const value = format.read(text);
    const { [field]: _, ...others } = view.drafts;
    show({ drafts: value === undefined ? { ...others, [field]: { text, problem: format.rule() } } : others });
    if (value !== undefined && value !== setup[field]) send({ type: 'setNumber', field, value });
  };
  const wrong = view.drafts[field] !== undefined;
  return h('input', {
    key: field,
    id: field,
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    spellcheck: 'false',
    class: 'blank',
    value: blankText(field, setup, view.drafts),
    'aria-label': format.label(),
    'aria-invalid': wrong ? 'true' : undefined,
    'aria-describedby': wrong ? `${field}-problem` : undefined,
    // On leaving, the text as the host has it comes back: it is not written over while it has the focus.
    on: { change: take, blur: () => show({}) },
  });
}

function settings(page: Page): Child {
  const { view, send, show } = page;
  const { setup } = page.state;
  return h(
    'details',
    {
      open: view.open.settings === true,
      on: {
        toggle: (event) => show({ open: { ...view.open, settings: (event.currentTarget as HTMLDetailsElement).open } }),
      },
    },
    h('summary', {}, t('How it is profiled')),
    h(
      'div',
      { class: 'files' },
      choice<Scope>(
        {
          id: 'scope',
          label: t('The promise is about'),
          value: setup.scope,
          options: {
            stream: t('inputs still to come, drawn like the dataset'),
            batch: t('answering just this dataset'),
          },
        },
        (scope) => send({ type: 'setScope', scope }),
      ),
      choice<ProfileMethod>(
        {
          id: 'method',
          label: t('Method'),
          value: setup.method,
          options: {
            certified: t('Certified cascade'),
            'smart-mix': t('SMART with a mix of models'),
            smart: t('SMART, one model'),
            'smart-all': t('SMART without stopping early'),
          },
        },
        (method) => send({ type: 'setMethod', method }),
      ),
    ),
    takesStudent(setup) &&
      h(
        'p',
        { class: 'promise' },
        rich(
          'The result says what a student in front would save that may answer {0} more of the inputs unlike the stages.',
          blank('studentDelta', page),
        ),
      ),
  );
}

function choice<Value extends string>(
  field: {
    readonly id: string;
    readonly label: string;
    readonly value: Value;
    readonly options: Readonly<Record<Value, string>>;
  },
  choose: (value: Value) => void,
): Child {
  const options = Object.entries(field.options) as [Value, string][];
  return h(
    'div',
    { class: 'field' },
    h('div', { class: 'label' }, h('label', { for: field.id }, field.label)),
    h(
      'select',
      {
        id: field.id,
        value: field.value,
        on: { change: (event) => choose((event.currentTarget as HTMLSelectElement).value as Value) },
      },
      options.map(([value, text]) => h('option', { key: value, value }, text)),
    ),
  );
}
