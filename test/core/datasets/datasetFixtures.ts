import type { JsonValue } from '../../../src/core/jsonValue.ts';

type ExpectedRow = readonly [line: number, values: Readonly<Record<string, JsonValue>>, gold: string | undefined];
/** First and last physical line, 1-based. */
type ExpectedNote = readonly [kind: 'malformed' | 'remark' | 'refused', code: string, line: number, lastLine: number];

export interface DatasetFixture {
  readonly file: string;
  readonly rows: readonly ExpectedRow[];
  readonly notes: readonly ExpectedNote[];
  readonly goldColumn: string | undefined;
}

/** What each file under test/fixtures/datasets holds. */
export const datasetFixtures: readonly DatasetFixture[] = [
  {
    file: 'tickets.csv',
    rows: [
      [2, { id: '1', text: 'The parcel, they said, is "on its way".' }, 'delivery'],
      [3, { id: '2', text: 'Grüße,\n\nich warte\nseit gestern 🌀' }, 'delivery'],
      [7, { id: '3', text: '請求書が届きません。' }, 'billing'],
      [9, { id: '4', text: 'plain text with a \' and a " inside' }, undefined],
    ],
    notes: [],
    goldColumn: 'label',
  },
  {
    file: 'bom-crlf.csv',
    rows: [
      [2, { id: '1', text: 'two\nlines' }, 'yes'],
      [5, { id: '2', text: 'one line' }, 'no'],
      [7, { id: '4', text: 'last line without an end' }, 'yes'],
    ],
    notes: [['malformed', 'wrong-cell-count', 6, 6]],
    goldColumn: 'gold',
  },
  {
    file: 'semicolons.csv',
    rows: [
      [2, { id: '1', text: 'Hello, you, there' }, 'a'],
      [3, { id: '2', text: 'semi;colon' }, 'b'],
    ],
    notes: [],
    goldColumn: 'Expected',
  },
  {
    file: 'pipes.csv',
    rows: [
      [2, { id: '1', text: 'a, b' }, undefined],
      [3, { id: '2', text: 'c' }, undefined],
    ],
    notes: [],
    goldColumn: undefined,
  },
  {
    file: 'tabs.tsv',
    rows: [
      [2, { id: '1', text: 'a, b; c' }, 'x'],
      [3, { id: '2', text: 'tab\there' }, 'y'],
    ],
    notes: [],
    goldColumn: 'ground_truth',
  },
  {
    file: 'single-column.tsv',
    rows: [
      [2, { 'a, comma in the only name': 'one' }, undefined],
      [3, { 'a, comma in the only name': 'two\nlines' }, undefined],
    ],
    notes: [],
    goldColumn: undefined,
  },
  {
    file: 'malformed.csv',
    rows: [
      [2, { id: '1', text: 'one\ntwo\nthree\nfour' }, 'a'],
      [7, { id: '3', text: 'fine' }, 'b'],
      [12, { id: '7', text: 'fine' }, 'c'],
      [14, { id: '9', text: 'fine' }, 'e'],
    ],
    notes: [
      ['malformed', 'wrong-cell-count', 6, 6],
      ['malformed', 'wrong-cell-count', 8, 8],
      ['malformed', 'invalid-quotes', 9, 9],
      ['malformed', 'invalid-quotes', 10, 10],
      ['malformed', 'invalid-quotes', 11, 11],
      ['malformed', 'unclosed-quote', 13, 13],
    ],
    goldColumn: 'label',
  },
  {
    file: 'all-malformed.csv',
    rows: [],
    notes: [
      ['malformed', 'wrong-cell-count', 2, 3],
      ['malformed', 'wrong-cell-count', 4, 4],
    ],
    goldColumn: undefined,
  },
  { file: 'duplicate-column.csv', rows: [], notes: [['refused', 'duplicate-column', 2, 2]], goldColumn: undefined },
  { file: 'empty-column.csv', rows: [], notes: [['refused', 'empty-column', 1, 1]], goldColumn: undefined },
  { file: 'unclosed-header.csv', rows: [], notes: [['refused', 'unclosed-quote', 1, 1]], goldColumn: undefined },
  { file: 'invalid-header.csv', rows: [], notes: [['refused', 'invalid-quotes', 1, 1]], goldColumn: undefined },
  { file: 'header-only.csv', rows: [], notes: [], goldColumn: undefined },
  { file: 'empty.csv', rows: [], notes: [], goldColumn: undefined },
  { file: 'blank.jsonl', rows: [], notes: [], goldColumn: undefined },
  {
    file: 'tickets.jsonl',
    rows: [
      [1, { id: 1, text: 'Grüße 🌀\nzwei Zeilen', tags: ['a', 'b'] }, 'delivery'],
      [3, { id: 2, text: 'a line separator \u2028 stays inside' }, undefined],
      [4, { id: 3, text: 'no label' }, undefined],
      [5, { id: 4, text: 'a number' }, '42'],
      [6, { id: 5, text: 'an object' }, '{"city":"Zürich"}'],
    ],
    notes: [],
    goldColumn: 'Label',
  },
  {
    file: 'malformed.jsonl',
    rows: [
      [1, { text: 'fine' }, undefined],
      [7, { text: 'fine too' }, undefined],
    ],
    notes: [
      ['malformed', 'invalid-json', 2, 2],
      ['malformed', 'not-an-object', 3, 3],
      ['malformed', 'not-an-object', 5, 5],
      ['malformed', 'not-an-object', 6, 6],
      ['malformed', 'invalid-json', 8, 8],
    ],
    goldColumn: undefined,
  },
  {
    file: 'promptfoo.jsonl',
    rows: [
      [1, { text: 'first' }, 'a'],
      [2, { text: 'second' }, '{"city":"Bern"}'],
      [3, { text: 'third' }, undefined],
      [4, { text: 'fourth' }, undefined],
    ],
    notes: [['remark', 'assertion-not-gold', 2, 2]],
    goldColumn: 'assert',
  },
  {
    file: 'promptfoo.csv',
    rows: [
      [2, { text: 'first' }, 'a'],
      [3, { text: 'second' }, 'plain b'],
      [4, { text: 'third' }, undefined],
      [5, { text: 'fourth' }, undefined],
      [6, { text: 'fifth' }, undefined],
    ],
    notes: [['remark', 'assertion-not-gold', 4, 4]],
    goldColumn: '__expected',
  },
  {
    file: 'tickets.json',
    rows: [
      [2, { id: 1, text: 'brackets ] } and " quotes \\' }, 'a'],
      [3, { id: 2, text: 'over\nseveral lines 🌀', nested: { list: [1, [2]] } }, 'b'],
      [7, { id: 3, text: 'same line' }, undefined],
    ],
    notes: [],
    goldColumn: 'gold',
  },
  { file: 'empty-array.json', rows: [], notes: [], goldColumn: undefined },
  {
    file: 'malformed.json',
    rows: [
      [2, { text: 'fine' }, undefined],
      [4, { text: 'fine' }, undefined],
      [11, { text: 'fine' }, undefined],
    ],
    notes: [
      ['malformed', 'invalid-json', 3, 3],
      ['malformed', 'not-an-object', 5, 5],
      ['malformed', 'not-an-object', 6, 6],
      ['malformed', 'invalid-json', 7, 7],
      ['malformed', 'invalid-json', 9, 9],
      ['malformed', 'invalid-json', 10, 10],
      ['malformed', 'invalid-json', 12, 12],
      ['remark', 'text-after-array', 13, 13],
    ],
    goldColumn: undefined,
  },
  {
    file: 'cut-off.json',
    rows: [[2, { text: 'fine' }, undefined]],
    notes: [
      ['malformed', 'invalid-json', 3, 3],
      ['remark', 'unclosed-array', 3, 3],
    ],
    goldColumn: undefined,
  },
  {
    file: 'lines.json',
    rows: [
      [1, { text: 'lines in a .json file' }, undefined],
      [2, { text: 'second' }, undefined],
    ],
    notes: [],
    goldColumn: undefined,
  },
];
