import { type StudentProjection, type StudentVerdict, studentVerdict } from '../core/profiling/studentProjection.ts';
import { studentPromise, studentWords } from '../core/wording/studentWords.ts';
import { type Child, h } from './element.ts';
import type { Page } from './page.ts';
import type { ProfileState } from './protocol.ts';
import { studentCharts } from './studentCharts.ts';
import { t } from './translate.ts';
import { unbroken } from './wording.ts';

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
    h('p', {}, `${t('A student is a small model that learns from the stages.')} ${unbroken(studentWords(student, t))}`),
    verdict !== 'never good enough' && h('p', { class: 'dim' }, caution(verdict)),
    verdict === 'answers' && studentCharts(student),
    verdict !== 'never good enough' && choice(done, student, send),
  );
}

/** What the projection cannot say, and what would. */
function caution(verdict: Exclude<StudentVerdict, 'never good enough'>): string {
  switch (verdict) {
    case 'answers':
      return t(
        'A projection from these rows, not a promise. Its promise is kept while it serves: a tenth of its answers is checked with the stages, and it stops by itself.',
      );
    case 'too few items':
      return t('Profile more rows, or allow it more under “How it is profiled”, to know more.');
  }
}

function choice({ result, studentInFront }: Done, student: StudentProjection, send: Page['send']): Child {
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
        unbroken(studentPromise(student, { reference: result.request.reference, delta: result.guarantee.delta }, t)),
      ),
    ),
  );
}
