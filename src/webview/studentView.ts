import { type StudentProjection, studentVerdict } from '../core/profiling/studentProjection.ts';
import { type Child, h } from './element.ts';
import type { Page } from './page.ts';
import type { ProfileState } from './protocol.ts';
import { studentCharts } from './studentCharts.ts';
import { t } from './translate.ts';
import { percent, whole } from './wording.ts';

type Done = Extract<ProfileState, { phase: 'done' }>;

/** A student in front, as projected from the profiled rows: what it would have saved, or why that cannot be said. Nothing where there can be none. */
export function studentView(done: Done, { send }: Page): Child {
  const { student } = done.result;
  if (!student) return undefined;
  const verdict = studentVerdict(student);
  // One element, so that what comes after it keeps its place where there is none.
  return h(
    'div',
    {},
    h('h2', { id: 'student' }, t('A student in front')),
    h('p', {}, projected(student)),
    h('p', { class: 'dim' }, caution(student)),
    verdict === 'answers' && studentCharts(student),
    verdict !== 'never good enough' && choice(done, student, send),
  );
}

function projected(student: StudentProjection): string {
  const { evidence, terms, firstAnswer } = student;
  switch (studentVerdict(student)) {
    case 'answers':
      return [kept(evidence), cost(evidence)].join(' ');
    case 'too few items':
      return t(
        '{0} replayed answers are too few to say what a small model that learns from the stages would save: with {1} allowed it answers nothing before input {2}, however good it is.',
        whole(evidence.items),
        percent(terms.delta),
        whole(firstAnswer),
      );
    case 'never good enough':
      return t(
        'Of {0} replayed answers a small model that learns from the stages would have given none: it was not sure enough, or wrong too often for the {1} allowed.',
        whole(evidence.items),
        percent(terms.delta),
      );
  }
}

function kept({ items, keptShare, lateKeptShare, deviationShare }: StudentProjection['evidence']): string {
  return t(
    'A small model that learns from the stages would have given {0} of the {1} replayed answers itself ({2} of the last quarter), {3} of all unlike the stages.',
    percent(keptShare),
    whole(items),
    percent(lateKeptShare),
    percent(deviationShare),
  );
}

function cost({ costShare }: StudentProjection['evidence']): string {
  return costShare === undefined ? '' : t('All of them would have cost {0} of what they did.', percent(costShare));
}

function caution(student: StudentProjection): string {
  const verdict = studentVerdict(student);
  if (verdict === 'answers')
    return t(
      'A projection from these rows, not a promise. Its promise is kept while it serves: a tenth of its answers is checked with the stages, and it stops by itself.',
    );
  const more = t('Profile more rows, or allow it more under “How it is profiled”, to know more.');
  return [readiness(student), verdict === 'too few items' ? more : ''].join(' ').trim();
}

function readiness({ evidence, lateSure }: StudentProjection): string {
  if (!lateSure) return '';
  if (lateSure.share === 0) return t('In the end it was sure of nothing yet.');
  return t(
    'Of the last {0} rows it was sure of {1}, and wrong on {2}.',
    whole(Math.ceil(evidence.items / 4)),
    percent(lateSure.share),
    percent(lateSure.deviationShare),
  );
}

function choice({ result, studentInFront }: Done, { terms, promise }: StudentProjection, send: Page['send']): Child {
  return h(
    'div',
    { class: 'choice' },
    h('input', {
      id: 'student-in-front',
      type: 'checkbox',
      checked: studentInFront,
      'aria-describedby': 'student-promise',
      on: {
        change: (event) => send({ type: 'setStudent', inFront: (event.currentTarget as HTMLInputElement).checked }),
      },
    }),
    h(
      'div',
      {},
      h('label', { for: 'student-in-front' }, t('Put a student in front')),
      h(
        'p',
        { id: 'student-promise', class: 'dim' },
        t(
          'At most {0} of answers then differ from {1}, with {2} confidence: {3} by the stages, {4} more by the student.',
          percent(promise.delta),
          result.request.reference,
          percent(promise.confidence),
          percent(result.guarantee.delta),
          percent(terms.delta),
        ),
      ),
    ),
  );
}
