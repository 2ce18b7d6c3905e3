import assert from 'node:assert/strict';
import { type EquivalenceReason, equivalenceReasonWords } from '../../../src/core/equivalence/equivalenceReason.ts';
import type { Recommendation, Stage } from '../../../src/core/profiling/profile.ts';
import type { ProfileWarning } from '../../../src/core/profiling/profileWarning.ts';
import type { ConfigFact } from '../../../src/core/routing/configFact.ts';
import { certificateSentence } from '../../../src/core/wording/certificateSentence.ts';
import { configFactWords } from '../../../src/core/wording/configFactWords.ts';
import { configFieldWords } from '../../../src/core/wording/configFieldWords.ts';
import { profileWarningWords } from '../../../src/core/wording/profileWarningWords.ts';
import { recommendationSentence } from '../../../src/core/wording/recommendationSentence.ts';
import { studentPromise, studentWords } from '../../../src/core/wording/studentWords.ts';
import { certifiedConfig } from '../../support/certifiedConfig.ts';
import { german } from '../../support/german.ts';
import { earlyStudent, idleStudent, student } from '../../webview/panelStates.ts';
import { profileResult } from '../profiling/profileResult.ts';

const large: Stage = { model: 'openai/large', share: 0.38 };
const small: Stage = { model: 'a/small', share: 0.62, accept: { tokenProbability: 0.9, knows: 0.3 } };

describe('in German, recommendationSentence', () => {
  const cases: readonly (readonly [Recommendation, string])[] = [
    [
      { kind: 'cascade', stages: [{ model: 'a/tiny', share: 0 }, small, large] },
      'Fragen Sie zuerst a/tiny, nur um die nächste Antwort daran zu beurteilen; fragen Sie dann a/small; behalten Sie dessen Antwort, ' +
        'wenn es sich zu mindestens 90 % sicher ist (es wird nur gefragt, wo es mit mindestens 30 % Wahrscheinlichkeit Bescheid weiß); ' +
        'der Rest (38 %) geht an openai/large: 7.00-mal günstiger, und höchstens 10 % der Antworten weichen von denen von openai/large ab.',
    ],
    [
      { kind: 'single', stages: [small] },
      'Nehmen Sie a/small statt openai/large: 7.00-mal günstiger, und höchstens 10 % der Antworten weichen von denen von openai/large ab.',
    ],
    [
      { kind: 'mix', stages: [small, large] },
      'Senden Sie 62 % der Eingaben, zufällig gewählt, an a/small und den Rest an openai/large: 7.00-mal günstiger, ' +
        'und höchstens 10 % der Antworten weichen von denen von openai/large ab.',
    ],
    [
      { kind: 'reference', stages: [large] },
      'Behalten Sie openai/large: Von keinem günstigeren Weg ließ sich zeigen, dass höchstens 10 % der Antworten abweichen.',
    ],
  ];
  for (const [recommendation, sentence] of cases) {
    it(`recommends a ${recommendation.kind}`, () =>
      assert.equal(recommendationSentence(profileResult({ recommendation }), german), sentence));
  }
});

it('in German, certificateSentence says what was tested', () => {
  assert.equal(
    certificateSentence(certifiedConfig.guarantee, 'cascade', german),
    'Geprüft wurde an 200 Zeilen, an denen nichts ausgewählt wurde (60 andere dienten der Auswahl): 3 Antworten wichen ab, ' +
      'höchstens 4 waren erlaubt, für 5 % mit 95 % Sicherheit (exakter Test, binomial).',
  );
});

describe('in German, studentWords', () => {
  const cases = [
    [student, /^912 Antworten nachgespielt: Der Schüler hätte 26\.8 % davon gegeben .* Kosten: 74\.4 % dessen/],
    [
      earlyStudent,
      /beantwortet er nichts vor Eingabe 3,500, .* Beim letzten Viertel war er sich in 41 % der Fälle sicher/,
    ],
    [
      idleStudent,
      /keine davon gegeben, weil er sich nicht sicher genug war oder für ein Delta von 2 % zu oft falsch lag\.$/,
    ],
  ] as const;
  for (const [projection, words] of cases) {
    it(`says ${words.source}`, () => assert.match(studentWords(projection, german), words));
  }

  it('promises', () =>
    assert.match(
      studentPromise(student, { delta: 0.05, reference: 'a/b' }, german),
      /^Zusage mit ihm: Höchstens 10 % .* von a\/b ab, mit 90 % Sicherheit \(die Stufen 5 %, der Schüler weitere 5 %/,
    ));
});

describe('in German, configFieldWords', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      'guarantee.delta',
      /^Höchstens 5 % der Antworten auf Eingaben wie die des Datensatzes weichen .* ab, mit 95 % Sicherheit\.$/,
    ],
    ['guarantee.items', /^Die empfohlenen Modelle haben 3 Zeilen von 200 Zeilen anders beantwortet\./],
    ['guarantee.basis', /durch einen exakten Test, die hält wie angegeben/],
    ['guarantee.certificate', /^Geprüft wurde an 200 Zeilen/],
    ['kind', /^Fragen Sie zuerst openai\/small; .* der Rest \(30 %\) geht an openai\/big\.$/],
    ['stages.0', /^openai\/small beantwortet 70 % der Eingaben\.$/],
    [
      'stages.0.accept',
      /^Die Antwort von openai\/small wird behalten, wenn es sich zu mindestens 88\.1 % bis 95\.3 % sicher ist, je nach genanntem Label \(spam 95\.3 %, ham 88\.1 %\); das gilt für 70 % der Eingaben\./,
    ],
    ['evidence.referenceSelfDeviation', /^Zu 20 Zeilen zweimal gefragt, wich openai\/big bei 1 von sich selbst ab\./],
    ['evidence.cost', /^Ein Aufruf kostet so .*-mal günstiger/],
    ['evidence.models.0.items', / Abweichung(en)? in \d+ Zeilen/],
  ];
  for (const [path, words] of cases) {
    it(`explains ${path}`, () => assert.match(configFieldWords(certifiedConfig, path.split('.'), german) ?? '', words));
  }
});

describe('in German, configFactWords', () => {
  const cases: readonly (readonly [ConfigFact, string])[] = [
    [
      { code: 'prompt-changed', file: 'sort.prompty', profiledOn: '2026-11-20' },
      'sort.prompty hat sich seit dem Profilieren am 2026-11-20 geändert: Die Zusage gilt für den früheren Text. Profilieren Sie den Prompt neu.',
    ],
    [
      { code: 'dataset-missing', file: 'rows.csv' },
      'Der Datensatz rows.csv fehlt oder ist nicht lesbar. Legen Sie ihn zurück, oder profilieren Sie den Prompt mit einem anderen.',
    ],
    [
      { code: 'model-retires', model: 'a/small', on: '2026-12-11', past: false, source: 'a.example' },
      'a/small wird am 2026-12-11 abgeschaltet (a.example). Profilieren Sie den Prompt neu, ohne dieses Modell.',
    ],
    [
      { code: 'price-unknown', model: 'a/x', gap: { model: 'a/x', because: 'not in its list', account: 'a' } },
      'Der Preis von a/x ist unbekannt: die Preisliste von a nennt das Modell nicht. Geben Sie ihn in einer Preisdatei an. ' +
        'Bis dahin lässt sich die genannte Ersparnis nicht prüfen.',
    ],
    [
      {
        code: 'price-changed',
        model: 'a/small',
        was: { inputUSDPer1M: 1, outputUSDPer1M: 4, on: '2026-11-20' },
        is: { inputUSDPer1M: 2, outputUSDPer1M: 4, on: '2026-11-22' },
      },
      'Der Preis von a/small war am 2026-11-20 $1 ein, $4 aus je 1 Mio. Token und ist am 2026-11-22 $2 ein, $4 aus je 1 Mio. Token: ' +
        'Die genannten Kosten und Ersparnisse gelten nicht mehr. Aktualisieren Sie den Preis, oder profilieren Sie den Prompt neu.',
    ],
  ];
  for (const [fact, words] of cases) {
    it(`tells ${fact.code}`, () => assert.equal(configFactWords(fact, german), words));
  }
});

describe('in German, profileWarningWords', () => {
  const cases: readonly (readonly [ProfileWarning, string])[] = [
    [
      { code: 'missing-answers', model: 'a/small', missing: 3, asked: 9, lastFailure: undefined },
      'a/small: 3 von 9 Antworten fehlen (fehlgeschlagene Aufrufe); die Zusage gilt nur für Eingaben, die eine Antwort bekommen.',
    ],
    [
      { code: 'contradicts-itself', reference: 'a/large', deviations: 4, items: 20, delta: 0.1 },
      'a/large widerspricht sich selbst: Zweimal gefragt, wurden 4 von 20 Zeilen verschieden beantwortet (20 %). ' +
        'Eine Abweichung von höchstens 10 % ist kaum einzuhalten, wer auch antwortet: Erlauben Sie mehr, oder senken Sie die Temperatur.',
    ],
  ];
  for (const [warning, words] of cases) {
    it(`warns of ${warning.code}`, () => assert.equal(profileWarningWords(warning, german), words));
  }
});

describe('in German, equivalenceReasonWords', () => {
  const cases: readonly (readonly [EquivalenceReason, string])[] = [
    ['asked for', 'so verlangt'],
    [
      { because: 'labels found', of: 'gold answers', rows: 20, labels: ['a', 'b'] },
      'die 20 erwarteten Antworten sind 2 Label: a, b',
    ],
    [
      { because: 'JSON asked for', labelled: 'gold answers' },
      'der Prompt verlangt JSON, also werden alle Felder der Ausgaben verglichen; ' +
        'um nur die Label der erwarteten Antworten zu vergleichen, wählen Sie den Vergleich nach Labeln',
    ],
  ];
  for (const [reason, words] of cases) {
    it(`says ${words}`, () => assert.equal(equivalenceReasonWords(reason, german), words));
  }
});
