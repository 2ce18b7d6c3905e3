import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readPrompt } from '../../../src/core/prompts/readPrompt.ts';
import { TemplateRenderError } from '../../../src/core/prompts/templateRenderError.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';
import { underlined } from './underlined.ts';

const fixtures = new URL('../../fixtures/prompts/', import.meta.url);
const casesPerFile = 40;

/** What the formats and their libraries treat in a special way. */
const fragments = [
  '---\n',
  '{{',
  '}}',
  '{{{',
  '{%',
  '%}',
  '{#',
  '#}',
  '{{/',
  '{{#if a}}',
  '{{/if}}',
  '{{else}}',
  '{% if a %}',
  '{% endif %}',
  '{% for a in b %}',
  '{% set a %}',
  '{{role "',
  '{{#',
  '{{^',
  '{{>',
  '{{!--',
  '--}}',
  '\\{{',
  '${input:',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference as front matter has it.
  '${env:A}',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\uFEFF',
  '\uFDD0',
  '\uFDD1',
  '\u2028',
  '\uD800',
  '\0',
  '"',
  "'",
  '`',
  '|',
  '&a ',
  '*a',
  '!!set ',
  '? ',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '<<: ',
  '%YAML 1.1\n',
  '%TAG ! x\n',
  'system:\n',
  'user:\n',
  'model:',
  'messages:',
  '0x',
  '.inf',
  '2001-01-01',
  '<<<dotprompt:',
];

function mutated(text: string, others: readonly string[], random: Random): string {
  let result = text;
  for (let change = random.integer(6); change >= 0; change--) {
    const at = random.integer(result.length + 1);
    const length = random.integer(random.uniform() < 0.2 ? 200 : 8);
    const other = others[random.integer(others.length)] ?? '';
    const from = random.integer(other.length + 1);
    const inserted = [
      '',
      fragments[random.integer(fragments.length)] ?? '',
      String.fromCharCode(random.integer(random.uniform() < 0.9 ? 128 : 65536)),
      other.slice(from, from + random.integer(80)),
      result.slice(at, at + length).repeat(2),
    ][random.integer(5)];
    result = result.slice(0, at) + inserted + result.slice(at + (random.uniform() < 0.5 ? length : 0));
  }
  return result;
}

describe('readPrompt of arbitrary text', () => {
  const files = ['good', 'malformed']
    .flatMap((folder) => readdirSync(new URL(`${folder}/`, fixtures)).map((file) => `${folder}/${file}`))
    .filter((file) => !file.endsWith('.json'));
  const texts = files.map((file) => readFileSync(new URL(file, fixtures), 'utf8'));
  const endings = ['.prompty', '.prompt', '.prompt.yml', '.prompt.md', '.txt'];

  for (const [index, file] of files.entries()) {
    it(`neither throws nor points outside for changes of ${file}`, async () => {
      const random = createRandom(index);
      for (let run = 0; run < casesPerFile; run++) {
        const name = random.uniform() < 0.7 ? file : `x${endings[random.integer(endings.length)]}`;
        const text = mutated(texts[index] ?? '', texts, random);
        await check(name, text);
      }
    });
  }
});

/** A failure tells the text, to be read again as it is. */
async function check(file: string, text: string): Promise<void> {
  const reading = readPrompt(file, text);
  const variables = [...(reading.template?.usedVariables ?? []), ...(reading.template?.declaredVariables ?? [])];
  try {
    for (const { range } of [...reading.findings, ...variables]) underlined(text, range);
    const hasError = reading.findings.some((finding) => finding.severity === 'error');
    assert.equal(reading.template === undefined, hasError, 'a template and an error, or neither');
    const row = Object.fromEntries(variables.map(({ name }) => [name, 'system:\n{{a}}']));
    await reading.template?.render(row).catch((error: unknown) => {
      if (!(error instanceof TemplateRenderError)) throw error;
    });
  } catch (cause) {
    throw new Error(`${file}: ${JSON.stringify(text)}`, { cause });
  }
}
