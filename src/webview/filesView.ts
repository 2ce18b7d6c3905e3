import { type Child, h } from './element.ts';
import type { Page } from './page.ts';
import type { DataState, FileChoice, SetupState } from './protocol.ts';
import { t } from './translate.ts';
import { whole } from './wording.ts';

/** Prompt and dataset, which column fills which variable, and what comes of it. */
export function filesView(page: Page): Child {
  const { setup } = page.state;
  const { prompt, data } = setup;
  return [
    h(
      'div',
      { class: 'files' },
      fileField(page, {
        id: 'prompt',
        label: t('Prompt'),
        facts: prompt?.tokens === undefined ? '' : t('≈ {0} tokens', whole(prompt.tokens)),
        chosen: prompt,
        choices: setup.promptChoices,
        placeholder: t('Choose a prompt file…'),
        choose: 'choosePrompt',
        browse: 'browsePrompt',
      }),
      fileField(page, {
        id: 'data',
        label: t('Sample dataset'),
        facts: dataFacts(setup),
        chosen: data,
        choices: setup.dataChoices,
        placeholder: t('Choose a dataset…'),
        choose: 'chooseData',
        browse: 'browseData',
      }),
    ),
    (!prompt || !data) &&
      h(
        'p',
        { class: 'dim' },
        t('Choose from the workspace, browse, or drag files here from the Explorer, holding Shift.'),
      ),
    data && data.origin !== 'chosen' && h('p', { class: 'dim' }, guess(data)),
    prompt && setup.variables.length > 0 && mapping(page),
    setup.preview.length > 0 && preview(page),
  ];
}

/** Nothing is profiled with data that nobody was told of. */
function guess({ origin }: DataState): string {
  return origin === 'beside'
    ? t('This dataset is taken because it lies beside the prompt. Choose another if it is not the one you mean.')
    : t(
        'No dataset lies beside the prompt, so the rows written in the prompt file are taken. Choose a dataset to profile with more.',
      );
}

interface FileField {
  readonly id: string;
  readonly label: string;
  readonly facts: string;
  readonly chosen: FileChoice | undefined;
  readonly choices: readonly FileChoice[];
  readonly placeholder: string;
  readonly choose: 'choosePrompt' | 'chooseData';
  readonly browse: 'browsePrompt' | 'browseData';
}

function fileField(
  { send }: Page,
  { id, label, facts, chosen, choices, placeholder, choose, browse }: FileField,
): Child {
  const all = chosen && !choices.some(({ path }) => path === chosen.path) ? [chosen, ...choices] : choices;
  return h(
    'div',
    { class: 'field' },
    h('div', { class: 'label' }, h('label', { for: id }, label), h('span', { class: 'dim' }, facts)),
    h(
      'div',
      { class: 'pick' },
      h(
        'select',
        {
          id,
          value: chosen?.path ?? '',
          title: chosen?.label,
          on: { change: (event) => send({ type: choose, path: (event.currentTarget as HTMLSelectElement).value }) },
        },
        !chosen && h('option', { key: '', value: '', disabled: true }, placeholder),
        all.map((choice) => h('option', { key: choice.path, value: choice.path }, choice.label)),
      ),
      h(
        'button',
        {
          class: 'second',
          type: 'button',
          'aria-label': t('Browse: {0}', label),
          title: t('Browse, or drag a file here from the Explorer, holding Shift.'),
          on: { click: () => send({ type: browse }) },
        },
        t('Browse…'),
      ),
    ),
  );
}

function dataFacts({ data, busy }: SetupState): string {
  if (!data) return '';
  const { rows, goldColumn } = data;
  if (rows === 0 && busy) return t('reading…');
  return goldColumn === undefined
    ? t('{0} rows · no expected answers', whole(rows))
    : t('{0} rows · expected answers in “{1}”', whole(rows), goldColumn);
}

function mapping({ state: { setup }, send }: Page): Child {
  if (setup.columns.length === 0) {
    const names = setup.variables.map(({ name }) => name).join(', ');
    return h('p', { class: 'dim' }, t('Variables to fill: {0}', names));
  }
  return h(
    'div',
    { class: 'mapping', role: 'group', 'aria-label': t('Columns for the prompt’s variables') },
    setup.variables.map(({ name, column }) =>
      h(
        'label',
        { key: name },
        h('code', { title: name }, name),
        ' ← ',
        h(
          'select',
          {
            'aria-label': t('Column for {0}', name),
            'aria-invalid': column === undefined ? 'true' : undefined,
            value: column ?? '',
            on: {
              change: (event) =>
                send({ type: 'mapColumn', variable: name, column: (event.currentTarget as HTMLSelectElement).value }),
            },
          },
          column === undefined && h('option', { key: '', value: '', disabled: true }, t('choose a column…')),
          setup.columns.map((choice) => h('option', { key: choice, value: choice }, choice)),
        ),
      ),
    ),
  );
}

function preview({ state: { setup }, view, show }: Page): Child {
  return h(
    'details',
    {
      open: view.open.preview === true,
      on: {
        toggle: (event) => show({ open: { ...view.open, preview: (event.currentTarget as HTMLDetailsElement).open } }),
      },
    },
    h(
      'summary',
      {},
      setup.preview.length === 1 ? t('Preview 1 rendered row') : t('Preview {0} rendered rows', setup.preview.length),
    ),
    h(
      'ol',
      { class: 'preview' },
      setup.preview.map((messages, row) =>
        h(
          'li',
          { tabindex: 0, 'aria-label': t('Rendered row {0}', row + 1) },
          messages.map(({ role, content }) => [h('div', { class: 'role' }, role), h('pre', {}, content)]),
        ),
      ),
    ),
  );
}
