import assert from 'node:assert/strict';
import { CsvReader } from '../../../src/core/datasets/csvReader.ts';
import { maximumRowCharacters, type RawRecord } from '../../../src/core/datasets/recordReader.ts';
import { summaryOf } from './summaryOf.ts';

describe('CsvReader', () => {
  const cases: readonly { readonly name: string; readonly text: string; readonly records: readonly string[] }[] = [
    {
      name: 'gives up the line with an unclosed quote and saves the sound rows that it swallowed',
      text: 'id,text,label\n1,"fine",a\n2,"never closed,b\n3,fine,c\n\n4,"also fine",d\n5,last,e\n',
      records: [
        '2 {"id":"1","text":"fine","label":"a"}',
        '3 invalid-quotes',
        '4 {"id":"3","text":"fine","label":"c"}',
        '6 {"id":"4","text":"also fine","label":"d"}',
        '7 {"id":"5","text":"last","label":"e"}',
      ],
    },
    {
      name: 'makes no row of the other end of a broken cell',
      text: 'text,label\n"he said "hi" to\nme",greeting\nfine,other\n',
      records: ['2 invalid-quotes', '3 invalid-quotes', '4 {"text":"fine","label":"other"}'],
    },
    {
      name: 'reads on after a quote that is still open at the end',
      text: 'a,b\n1,"2\n3,4\n5,6',
      records: ['2 unclosed-quote', '3 {"a":"3","b":"4"}', '4 {"a":"5","b":"6"}'],
    },
    {
      name: 'takes the delimiter that cuts the header into the most cells',
      text: 'a;b;"c,d"\n1,5;2;3\n',
      records: ['2 {"a":"1,5","b":"2","c,d":"3"}'],
    },
    {
      name: 'prefers a comma where the header does not tell',
      text: 'text\nhello; you\n',
      records: ['2 {"text":"hello; you"}'],
    },
    {
      name: 'reads a header with a line break in a name',
      text: '"a\nb",c\n1,2\n',
      records: ['3 {"a\\nb":"1","c":"2"}'],
    },
    {
      name: 'allows spaces after a closing quote and keeps those of plain cells',
      text: 'a,b\n"1" , 2 \n',
      records: ['2 {"a":"1","b":" 2 "}'],
    },
    {
      name: 'passes over rows without any content',
      text: '\n  \na,b\n\n,\n1,2\n " " \n',
      records: ['6 {"a":"1","b":"2"}', '7 wrong-cell-count'],
    },
    {
      name: 'has nothing to give for a header alone, with or without a line end',
      text: 'a,b',
      records: [],
    },
  ];
  for (const { name, text, records } of cases) {
    it(name, () => {
      assert.deepEqual(read(new CsvReader(), [text]), records);
      assert.deepEqual(read(new CsvReader(), text.split('')), records);
    });
  }

  it('cuts at the given delimiters only', () => {
    assert.deepEqual(read(new CsvReader(['\t']), ['a,b\n1,2\n']), ['2 {"a,b":"1,2"}']);
  });

  it('reads a row that is much longer than a piece', () => {
    const cell = 'x\n'.repeat(maximumRowCharacters / 4);
    const text = `a,b\n1,"${cell}"\n2,3\n`;
    const pieces = Array.from({ length: Math.ceil(text.length / 10_000) }, (_, at) =>
      text.slice(at * 10_000, (at + 1) * 10_000),
    );
    assert.deepEqual(read(new CsvReader(), pieces), [
      `2 ${JSON.stringify({ a: '1', b: cell })}`,
      `${3 + maximumRowCharacters / 4} {"a":"2","b":"3"}`,
    ]);
  });

  it('skips a line without an end and keeps count of the lines', () => {
    const long = 'x'.repeat(maximumRowCharacters / 2);
    assert.deepEqual(read(new CsvReader(), ['a,b\n1,2\n', long, long, long, long, 'x\n3,4\n']), [
      '2 {"a":"1","b":"2"}',
      '3 row-too-long',
      '4 {"a":"3","b":"4"}',
    ]);
  });

  it('gives up a quote that is open for longer than a row may be', () => {
    const filler = `${'x'.repeat(999)}\n`.repeat(Math.ceil(maximumRowCharacters / 1000));
    const records = read(new CsvReader(), ['a,b\n1,"2\n', filler, '3,4\n']);
    assert.equal(records[0], '2 unclosed-quote');
    assert.equal(records[1], '3 wrong-cell-count');
    assert.equal(records.at(-1), `${3 + Math.ceil(maximumRowCharacters / 1000)} {"a":"3","b":"4"}`);
  });

  it('refuses a file in which it would look for ends of quotes for minutes', () => {
    const records = read(new CsvReader(), ['a,b\n', '1,"x\n'.repeat(100), 'x'.repeat(maximumRowCharacters)]);
    assert.equal(records.length, 33);
    assert.equal(records.at(-1), '34 refused unclosed-quote');
  });

  it('refuses a header without an end', () => {
    const long = 'x'.repeat(maximumRowCharacters + 1);
    assert.deepEqual(read(new CsvReader(), [long, '\n1,2\n']), ['1 refused unclosed-quote']);
  });

  it('gives nothing more once it has refused', () => {
    const reader = new CsvReader();
    assert.deepEqual(summaryOf(reader.read('a,a\n1,2\n')), ['1 refused duplicate-column']);
    assert.deepEqual(summaryOf([...reader.read('3,4\n'), ...reader.end()]), []);
  });
});

function read(reader: CsvReader, pieces: readonly string[]): string[] {
  const records: RawRecord[] = pieces.flatMap((piece) => [...reader.read(piece)]);
  return summaryOf([...records, ...reader.end()]);
}
