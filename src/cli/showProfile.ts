import { percent, plural, times, usd } from '../core/amounts.ts';
import { equivalenceReasonWords } from '../core/equivalence/equivalenceReason.ts';
import type { MethodComparison, ModelReport, ProfileResult } from '../core/profiling/profile.ts';
import { remainingItems } from '../core/profiling/remainingItems.ts';
import { tellingCalibrations } from '../core/profiling/tellingCalibrations.ts';
import { english } from '../core/translate.ts';
import { certificateSentence } from '../core/wording/certificateSentence.ts';
import { comparisonWords } from '../core/wording/comparisonWords.ts';
import { profileWarningWords } from '../core/wording/profileWarningWords.ts';
import { recommendationSentence } from '../core/wording/recommendationSentence.ts';
import { studentPromise, studentWords } from '../core/wording/studentWords.ts';
import { isStudentOffered, studentSectionOf } from '../engine/student/studentSection.ts';
import { plainTable } from './plainTable.ts';
import type { WrittenConfig } from './profileJson.ts';
import { recommendationWords } from './recommendationWords.ts';

/** The result for a person: the table of models, the recommendation in one sentence, the savings, whose promise it is. */
export function showProfile(
  result: ProfileResult,
  shown: WrittenConfig & { readonly notionalPrices: boolean },
): string {
  const notional = shown.notionalPrices
    ? ['Prices of the sample models are notional: nobody is charged for them.']
    : [];
  return [
    modelTable(result),
    '',
    recommendationSentence(result, english),
    ...savingsLines(result),
    ...notional,
    '',
    ...guaranteeLines(result),
    ...calibrationLines(result),
    ...comparisonLines(result),
    ...studentLines(result, shown),
    ...result.warnings.map((warning) => `Warning: ${profileWarningWords(warning, english)}`),
    ...(shown.configFile === undefined ? [] : ['', `Routing config: ${shown.configFile}`]),
    '',
  ].join('\n');
}

function modelTable(result: ProfileResult): string {
  const hasAccuracy = result.models.some(({ accuracy }) => accuracy !== undefined);
  return plainTable(
    [
      { head: 'Model', align: 'left' },
      { head: 'Agrees', align: 'right' },
      { head: `${percent(result.request.confidence)} interval`, align: 'left' },
      { head: 'Items', align: 'right' },
      ...(hasAccuracy ? [{ head: 'Right', align: 'right' } as const] : []),
      { head: 'Cost a call', align: 'right' },
      { head: 'Verdict', align: 'left' },
    ],
    result.models.map((model) => modelRow(model, hasAccuracy, result.request)),
  );
}

function modelRow(model: ModelReport, hasAccuracy: boolean, { method }: ProfileResult['request']): string[] {
  const { lower, upper } = model.deviationInterval;
  const compared = model.items > 0 && model.status !== 'reference';
  return [
    model.id,
    compared ? percent(1 - model.deviations / model.items) : '',
    compared ? `${percent(1 - upper)} to ${percent(1 - lower)}` : '',
    model.items.toLocaleString('en-US'),
    ...(hasAccuracy ? [model.accuracy === undefined ? '' : percent(model.accuracy)] : []),
    model.costPerCallUSD === undefined ? 'unknown' : usd(model.costPerCallUSD),
    method === 'certified' && model.status === 'open' ? 'not part of the cheapest way' : verdicts[model.status],
  ];
}

const verdicts: Readonly<Record<ModelReport['status'], string>> = {
  reference: 'reference',
  open: 'not decided',
  satisfies: 'good enough alone',
  'too far off': 'alone too far off',
  dearer: 'not cheaper',
  unpriced: 'price unknown, not asked',
  failing: 'all calls failed',
  used: 'used',
  'not needed': 'would not make it cheaper',
};

function savingsLines(result: ProfileResult): string[] {
  const { request, referencePerCallUSD, policyPerCallUSD, profilingUSD, items } = result;
  const { scope, rows, volume } = request;
  const batch = scope === 'batch';
  const nowUSD = (batch ? rows : volume) * referencePerCallUSD;
  const compared = result.models.find(({ status }) => status === 'reference')?.items ?? 0;
  const thisWayUSD = (batch ? profilingUSD : 0) + remainingItems(request, compared) * policyPerCallUSD;
  return [
    `${batch ? `All ${plural(rows, 'row')}` : plural(volume, 'call')}: ${usd(nowUSD)} now, ${usd(thisWayUSD)} this way` +
      `${batch ? ', profiling included' : ''}${comparisonWithRange(result.savings)}.`,
    `Profiling ${plural(items, 'item')} took ${usd(profilingUSD)} worth of calls.`,
  ];
}

function comparisonWithRange({ ratio, interval }: ProfileResult['savings']): string {
  const text = comparisonWords(ratio, english);
  if (text === undefined) return '';
  if (!interval || ratio === 1) return `; ${text}`;
  const { lower, upper } = ratio > 1 ? interval : { lower: 1 / interval.upper, upper: 1 / interval.lower };
  return `; ${text} (${range(lower, upper)})`;
}

/** With enough digits to tell the ends apart: costs that rise and fall together leave little uncertainty in their ratio. */
function range(lower: number, upper: number): string {
  const [from, to] = [times(lower), times(upper)];
  return from === to ? `${lower.toPrecision(5)} to ${upper.toPrecision(5)}` : `${from} to ${to}`;
}

function guaranteeLines(result: ProfileResult): string[] {
  const { request, guarantee, equivalence, stopped } = result;
  return [
    `Promise (${request.method}, ${request.scope}): deviation at most ${percent(guarantee.deviationUpperBound)}, wanted ${percent(request.delta)}, with ${percent(request.confidence)} confidence.`,
    ...basisLines(result),
    `Outputs are compared by ${equivalence.name} (${equivalenceReasonWords(equivalence.reason, english)}). Profiling stopped: ${stopReasons[stopped]}.`,
    ...selfDeviationLines(result),
  ];
}

function basisLines({ request, guarantee, recommendation }: ProfileResult): string[] {
  if (guarantee.basis === 'exact test') {
    return [
      certificateSentence(guarantee, recommendation.kind, english) ??
        'The reference answers everything itself, so nothing can differ.',
    ];
  }
  const error = percent(1 - request.confidence);
  return [
    `It is the SMART paper's promise: fixed-sample intervals looked at every ten items, so it fails more often than the stated ${error}.`,
  ];
}

function selfDeviationLines({ referenceSelfDeviation: found, request }: ProfileResult): string[] {
  if (!found) return [];
  return [
    `Asked twice about ${plural(found.items, 'item')}, ${request.reference} differed from itself on ${found.deviations} (${percent(found.deviations / found.items)}).`,
  ];
}

/** How far each model's own probability can be trusted, a line for each that gives one. */
function calibrationLines(result: ProfileResult): string[] {
  const calibration = tellingCalibrations(result);
  if (calibration.length === 0) return [];
  return [
    '',
    'How well a model knows when it agrees (AUROC: 0.5 is chance, 1 always; calibration error: how far from what was seen):',
    ...calibration.map(
      ({ model, items, areaUnderROC, expectedCalibrationError }) =>
        `  ${model}: AUROC ${areaUnderROC?.toFixed(2) ?? 'unknown'}, calibration error ${percent(expectedCalibrationError)}, ${plural(items, 'item')}`,
    ),
  ];
}

function methodLine({
  method,
  recommendation,
  savingsRatio,
  policyPerCallUSD,
  deviationUpperBound,
  items,
}: MethodComparison): string {
  const used = plural(items, 'item');
  if (recommendation.kind === 'reference') return `${method}: keeps ${recommendationWords(recommendation)}, ${used}`;
  const saving = comparisonWords(savingsRatio, english) ?? 'saving unknown';
  return (
    `${method}: ${recommendationWords(recommendation)}, ${usd(policyPerCallUSD)} a call, ${saving}, ` +
    `deviation at most ${percent(deviationUpperBound)}, ${used}`
  );
}

function comparisonLines({ comparison: methods }: ProfileResult): string[] {
  if (!methods) return [];
  if (methods.length === 0) return ['', "SMART's methods cannot be compared: no answers of the reference are there."];
  return [
    '',
    "SMART's methods on the rows that the reference answered (their promise fails more often than stated):",
    ...methods.map((found) => `  ${methodLine(found)}`),
  ];
}

/** A student is offered, never forced on anybody. */
function studentLines({ student, guarantee, request: { reference } }: ProfileResult, written: WrittenConfig): string[] {
  if (!student) return [];
  const head = [
    '',
    `A student in front, as projected from these answers (no promise): ${studentWords(student, english)}`,
  ];
  if (!isStudentOffered(student)) return head;
  const promise = studentPromise(student, { reference, delta: guarantee.delta }, english);
  const { configFile, hasStudent } = written;
  if (!hasStudent || configFile === undefined)
    return [
      ...head,
      `${promise} downtier profile --student puts it into the config; --student-delta says how much more may differ.`,
    ];
  const { file } = studentSectionOf(configFile, student.terms);
  return [...head, `${promise} It is in the config; what it learns goes into ${file} beside it.`];
}

const stopReasons: Readonly<Record<ProfileResult['stopped'], string>> = {
  decided: 'the cheapest model left is settled',
  'not worth it': 'more of it would cost more than it could save',
  'out of items': 'all items were used',
  'spending cap': 'the spending cap was reached, so this rests on fewer items than planned',
};
