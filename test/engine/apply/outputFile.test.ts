import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputWriteError } from '../../../src/engine/apply/applyErrors.ts';
import { OutputFile } from '../../../src/engine/apply/outputFile.ts';
import { type AnsweredRow, formatOfOutput, outputFormat } from '../../../src/engine/apply/outputFormat.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'downtier-output-'));
});
after(() => rmSync(folder, { recursive: true }));

const answered = (index: number, output: string | null = 'bug'): AnsweredRow => ({
  row: { index, line: index + 2, values: { text: 'a "quoted"\nline, with é', other: [1] }, gold: 'bug' },
  output,
  model: output === null ? null : 'openai/x',
  costUSD: output === null ? undefined : 0.5,
  ...(output === null ? { error: 'It is down.' } : {}),
});

function fileOf(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

for (const name of ['jsonl', 'csv'] as const) {
  const format = outputFormat(name, ['text']);
  const whole = format.header + [0, 1, 2].map((index) => format.lineOf(answered(index))).join('');

  describe(`OutputFile (${name})`, () => {
    it('cut anywhere, is whole again after the missing rows are appended', () => {
      const bytes = Buffer.from(whole);
      for (let cut = 0; cut <= bytes.length; cut++) {
        const file = join(folder, `cut.${name}`);
        writeFileSync(file, bytes.subarray(0, cut));
        const output = new OutputFile(file, format);
        for (let index = output.rowsBefore; index < 3; index++) output.append(answered(index));
        output.flush();
        output.close();
        assert.equal(readFileSync(file, 'utf8'), whole, `cut at ${cut}`);
      }
    });

    it('counts the rows that are there', () => {
      const output = new OutputFile(fileOf(`whole.${name}`, whole), format);
      assert.equal(output.rowsBefore, 3);
      output.close();
    });
  });
}

describe('OutputFile', () => {
  it('says where it cannot write', () => {
    assert.throws(() => new OutputFile(join(folder, 'none', 'x.jsonl'), outputFormat('jsonl', [])), OutputWriteError);
  });
});

describe('outputFormat', () => {
  it('says null for what is not known and why there is no answer', () => {
    const line = outputFormat('jsonl', []).lineOf(answered(7, null));
    assert.deepEqual(JSON.parse(line), {
      row: 7,
      input: { text: 'a "quoted"\nline, with é', other: [1] },
      expected: 'bug',
      output: null,
      model: null,
      costUSD: null,
      error: 'It is down.',
    });
  });

  it("has the prompt's variables as columns in CSV", () => {
    const format = outputFormat('csv', ['text', 'other']);
    assert.equal(format.header, 'row,input.text,input.other,expected,output,model,costUSD,error\n');
    assert.equal(format.lineOf(answered(0)), '0,"a ""quoted""\nline, with é",[1],bug,bug,openai/x,0.5,\n');
  });

  const names: readonly (readonly [string, string | undefined])[] = [
    ['a.csv', 'csv'],
    ['a.JSONL', 'jsonl'],
    ['a.ndjson', 'jsonl'],
    ['a.json', undefined],
    ['csv', undefined],
  ];
  for (const [file, expected] of names)
    it(`tells ${expected} from ${file}`, () => assert.equal(formatOfOutput(file), expected));
});
