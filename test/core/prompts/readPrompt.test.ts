import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { RowValues } from '../../../src/core/datasets/row.ts';
import type { Finding, TextRange } from '../../../src/core/findings.ts';
import type { JsonValue } from '../../../src/core/jsonValue.ts';
import type { Message, ModelParameters } from '../../../src/core/models/chatModel.ts';
import type { PromptFormat, PromptTemplate, PromptVariable } from '../../../src/core/prompts/promptTemplate.ts';
import { readPrompt } from '../../../src/core/prompts/readPrompt.ts';
import { underlined } from './underlined.ts';

const fixtures = new URL('../../fixtures/prompts/', import.meta.url);

/** What a file under `good/` has to read as, and what it has to render to with a row. */
interface Expected {
  readonly name?: string;
  readonly description?: string;
  readonly model?: string;
  readonly parameters: ModelParameters;
  /** Variable to default; `(required)` where there is none. */
  readonly used: Readonly<Record<string, JsonValue>>;
  readonly declared: Readonly<Record<string, JsonValue>>;
  readonly testData: readonly RowValues[];
  readonly findings: readonly string[];
  readonly row: RowValues;
  readonly messages: readonly Message[];
}

interface ExpectedFinding {
  readonly code: string;
  readonly severity: Finding['severity'];
  /** The text it underlines; null where the parser, not this project, decides. */
  readonly underlines: string | null;
}

function readFixture(path: string): string {
  return readFileSync(new URL(path, fixtures), 'utf8');
}

const goodFiles = readdirSync(new URL('good/', fixtures)).filter((file) => !file.endsWith('.json'));
const malformed = JSON.parse(readFixture('malformed/cases.json')) as Record<string, readonly ExpectedFinding[]>;

describe('readPrompt of good files', () => {
  for (const file of goodFiles) {
    const text = readFixture(`good/${file}`);
    const expected = JSON.parse(readFixture(`good/${file}.json`)) as Expected;

    it(`reads ${file}`, () => {
      const { template, findings } = readPrompt(file, text);
      assert.deepEqual(
        findings.map((finding) => finding.code),
        expected.findings,
      );
      assert.ok(template);
      const { name, description, model, parameters, testData } = expected;
      assert.deepEqual(
        [template.name, template.description, template.model, template.file],
        [name, description, model, file],
      );
      assert.deepEqual(template.parameters, parameters);
      assert.deepEqual(template.testData, testData);
      assert.deepEqual(defaultsOf(template.usedVariables), Object.entries(expected.used));
      assert.deepEqual(defaultsOf(template.declaredVariables), Object.entries(expected.declared));
    });

    it(`renders ${file}`, async () => {
      assert.deepEqual(await read(file, text).render(expected.row), expected.messages);
    });

    it(`renders ${file} the same with Windows line ends and a byte order mark`, async () => {
      const template = read(file, `\uFEFF${text.replaceAll('\n', '\r\n')}`);
      assert.deepEqual(await template.render(expected.row), expected.messages);
    });

    it(`says where ${file} uses its variables`, () => {
      for (const variable of read(file, text).usedVariables) {
        const place = underlined(text, variable.range);
        assert.ok(place.includes(variable.name), `${variable.name}: ${place}`);
      }
    });
  }
});

describe('readPrompt of malformed files', () => {
  for (const [file, expected] of Object.entries(malformed)) {
    it(`finds what is wrong with ${file}`, () => {
      const text = readFixture(`malformed/${file}`);
      const { template, findings } = readPrompt(file, text);
      const found = findings.map(({ code, severity, range }, index) => ({
        code,
        severity,
        underlines: expected[index]?.underlines === null ? null : underlined(text, range),
      }));
      assert.deepEqual(found, expected);
      assert.equal(
        template === undefined,
        expected.some((finding) => finding.severity === 'error'),
      );
    });
  }
});

describe('readPrompt', () => {
  const formats: readonly (readonly [file: string, format: PromptFormat])[] = [
    ['a/b/x.prompty', 'prompty'],
    ['X.PROMPTY', 'prompty'],
    ['x.prompt', 'dotprompt'],
    ['x.prompt.md', 'prompt-md'],
    ['x.md', 'plain'],
    ['x.txt', 'plain'],
    ['x', 'plain'],
    ['x.prompt.txt', 'plain'],
  ];
  for (const [file, format] of formats) {
    it(`reads ${file} as ${format}`, () => {
      assert.equal(read(file, 'Say {{x}}').format, format);
    });
  }
  for (const file of ['x.prompt.yml', 'x.prompt.yaml']) {
    it(`reads ${file} as prompt-yml`, () => {
      assert.equal(read(file, 'messages: [{role: user, content: Hello}]').format, 'prompt-yml');
    });
  }

  it('keeps the fixed text without tags, role lines and front matter', () => {
    const { fixedText } = read(
      'x.prompty',
      '---\nname: n\n---\nsystem:\nBe {{a}} brief.\nuser:\n{% if b %}Now{% endif %}',
    );
    assert.equal(fixedText.replace(/\s+/g, ' '), ' Be brief. Now');
  });

  it('stops collecting findings after a hundred of a kind', () => {
    assert.equal(readPrompt('x.md', '{{ a b | c }}\n'.repeat(1000)).findings.length, 100);
  });

  const repeated = [
    '{{',
    '{{}}',
    '{%',
    '{#',
    '[',
    '{',
    '![',
    ' ',
    '---\n',
    'user:\n',
    '- ',
    '? ',
    'a: ',
    '(',
    '{{else if a}}',
    '{% elif a %}',
    '{{#if a}}',
    '{% if a %}',
    '{{#a}}',
    '${input:',
    '\\{{',
  ];
  for (const fragment of repeated) {
    for (const file of ['x.prompty', 'x.prompt', 'x.prompt.yml', 'x.prompt.md', 'x.txt']) {
      it(`comes to an end with ${JSON.stringify(fragment)} over and over in ${file}`, () => {
        checkRanges(file, fragment.repeat(3000));
      });
    }
    it(`comes to an end with ${JSON.stringify(fragment)} over and over in front matter and tags`, () => {
      const text = fragment.repeat(3000);
      checkRanges('x.prompty', `---\n${text}\n---\nHello`);
      checkRanges('x.prompty', `{% if a %}{{ ${text} }}{% endif %}`);
      checkRanges('x.prompt', `{{#if a}}{{ ${text} }}{{/if}}`);
    });
  }

  it('reads YAML that starts with "---"', () => {
    assert.equal(read('x.prompt.yml', '---\nname: n\nmessages: [{role: user, content: Hello}]\n').name, 'n');
  });

  it('reads a megabyte', async () => {
    const text = `Hello {{name}}, ${'read this line.\n'.repeat(65_536)}`;
    for (const file of ['x.prompty', 'x.prompt', 'x.md']) {
      const [message] = await read(file, text).render({ name: 'Ann' });
      assert.equal(message?.content.slice(0, 16), 'Hello Ann, read ');
    }
  });

  it('places findings behind many lines', () => {
    const [finding] = readPrompt('x.md', `${'line\n'.repeat(5000)}and {{ a | b }}`).findings;
    const range: TextRange = { start: { line: 5000, character: 4 }, end: { line: 5000, character: 15 } };
    assert.deepEqual(finding?.range, range);
  });
});

function read(file: string, text: string): PromptTemplate {
  const { template, findings } = readPrompt(file, text);
  assert.ok(template, findings.map((finding) => finding.message).join('\n'));
  return template;
}

function checkRanges(file: string, text: string): void {
  for (const { range } of readPrompt(file, text).findings) underlined(text, range);
}

function defaultsOf(variables: readonly PromptVariable[]): readonly (readonly [string, JsonValue])[] {
  return variables.map(({ name, declaredDefault }) => [
    name,
    declaredDefault === undefined ? '(required)' : declaredDefault,
  ]);
}
