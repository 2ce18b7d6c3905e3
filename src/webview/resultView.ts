import { profileWarningWords } from '../core/wording/profileWarningWords.ts';
import { calibrationView } from './calibrationView.ts';
import { callFlow } from './callFlow.ts';
import { certificate } from './certificate.ts';
import { costTable } from './costTable.ts';
import { differencesView } from './differencesView.ts';
import { type Child, h } from './element.ts';
import { emphasised } from './emphasis.ts';
import { type Fact, facts } from './facts.ts';
import { policyChart } from './intervalChart.ts';
import { methodsView } from './methodsView.ts';
import type { Page } from './page.ts';
import type { ProfileState } from './protocol.ts';
import { studentView } from './studentView.ts';
import { t } from './translate.ts';
import { comparison, unbroken, usd, whole } from './wording.ts';

type Done = Extract<ProfileState, { phase: 'done' }>;

/** The recommendation in one sentence first; then what it rests on, what it is worth, and what it was chosen from. */
export function resultView(done: Done, page: Page): Child {
  const { result, notionalPrices } = done;
  return [
    heading(done),
    h('p', { class: 'lead' }, sentenceOf(done)),
    certificate(result).map((line) => h('p', { class: 'dim' }, line)),
    notionalPrices &&
      h('p', { class: 'dim' }, t('Prices of the sample models are notional: nobody is charged for them.')),
    result.warnings.length > 0 &&
      h(
        'ul',
        { class: 'warnings' },
        result.warnings
          .map((warning) => unbroken(profileWarningWords(warning, t)))
          .map((words) => h('li', { key: words }, t('Warning: {0}', words))),
      ),
    h('dl', { class: 'facts' }, facts(result).map(fact)),
    callFlow(result),
    policyChart(result),
    costTable(result, page.send),
    studentView(done, page),
    methodsView(result),
    calibrationView(result),
    differencesView(result, page),
    foot(done, page),
  ];
}

function heading({ subject, result }: Done): Child {
  return h(
    'div',
    { class: 'title' },
    h('h1', { tabindex: -1 }, subject),
    h('span', { class: 'chip' }, chip(result)),
    h('span', { class: 'dim' }, t('profiled on {0} rows for {1}', whole(result.items), usd(result.profilingUSD))),
  );
}

function chip({ recommendation, guarantee }: Done['result']): string {
  if (recommendation.kind === 'reference') return t('reference kept');
  return guarantee.basis === 'exact test' ? t('certified') : t('SMART’s promise');
}

function sentenceOf({ sentence, result: { recommendation, request, savings } }: Done): Child {
  const names = [...recommendation.stages.map(({ model }) => model), request.reference];
  return emphasised(unbroken(sentence), names, savings.ratio > 1 ? comparison(savings.ratio) : undefined);
}

function fact({ label, value, detail, good }: Fact): Child {
  return h(
    'div',
    { key: label },
    h('dt', { class: 'dim' }, label),
    h('dd', { class: good ? 'big ok' : 'big' }, value),
    detail !== undefined && h('dd', { class: 'dim' }, detail),
  );
}

function foot({ configFile, configWritten, committed }: Done, { send }: Page): Child {
  const button = (type: 'back' | 'writeConfig' | 'openConfig' | 'commit', text: string, second: boolean) =>
    h(
      'button',
      { key: type, class: second ? 'second' : undefined, type: 'button', on: { click: () => send({ type }) } },
      text,
    );
  return h(
    'footer',
    {},
    h(
      'p',
      { class: 'dim file', role: 'status', title: configFile },
      fileStatus({ configFile, configWritten, committed }),
    ),
    h(
      'div',
      { class: 'buttons' },
      button('back', t('Back to setup'), true),
      configWritten && button('openConfig', t('Open config'), true),
      !configWritten && button('writeConfig', t('Write config'), false),
      configWritten && !committed && button('commit', t('Commit config…'), false),
    ),
  );
}

function fileStatus({
  configFile,
  configWritten,
  committed,
}: Pick<Done, 'configFile' | 'configWritten' | 'committed'>): string {
  const name = configFile.replace(/^.*[\\/]/, '');
  if (committed) return t('Committed: {0}', name);
  return configWritten ? t('Written beside the prompt: {0}', name) : t('Not written yet: {0}', name);
}
