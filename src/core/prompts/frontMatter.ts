import { type Document, isScalar, parseDocument, visit } from 'yaml';
import type { JsonValue } from '../datasets/row.ts';
import type { PromptSource, Span } from './promptSource.ts';
import { YamlField } from './yamlField.ts';

export interface FrontMatter {
  /** The front matter's map; it has no entries where there is none or it cannot be read. */
  readonly fields: YamlField;
  /** Where the text after the front matter starts. */
  readonly bodyStart: number;
}

const openingLine = /^\uFEFF?---([A-Za-z]\w*)?[ \t]*(?:\r?\n|$)/;
const mostFindings = 5;
/** How often aliases may repeat parts of a document, all in all: a few hundred bytes can ask for gigabytes. */
const maxAliasCount = 100;

/** Splits a file at its `---` lines and reads what stands between them as YAML, and as nothing else. */
export function readFrontMatter(source: PromptSource): FrontMatter {
  const opening = openingLine.exec(source.text);
  if (opening === null) return { fields: noFields(source.text), bodyStart: source.text.startsWith('\uFEFF') ? 1 : 0 };
  const start = opening[0].length;
  const firstLine = { start: opening[0].indexOf('-'), end: opening[0].trimEnd().length };
  const language = opening[1];
  if (language !== undefined && !/^ya?ml$/i.test(language)) {
    source.error(
      'unsupported-front-matter',
      `Front matter is read as YAML only and is never run: write the settings as YAML after a plain "---", not as "${language}".`,
      firstLine,
    );
  }

  const closingLine = /^---[ \t]*$/gm;
  closingLine.lastIndex = start;
  const closing = closingLine.exec(source.text);
  if (closing === null) {
    source.error('unclosed-front-matter', 'Close the front matter with a line of three dashes ("---").', firstLine);
    return { fields: noFields(source.text), bodyStart: source.text.length };
  }
  const fields = source.hasErrors ? noFields(source.text) : readYaml(source, { start, end: closing.index });
  return { fields, bodyStart: closing.index + closing[0].length };
}

/** Reads a part of the file as one YAML map. Whatever is wrong becomes a finding, and then the map has no entries. */
export function readYaml(source: PromptSource, part: Span): YamlField {
  const yaml = source.text.slice(part.start, part.end);
  try {
    const document = parseDocument(yaml, { prettyErrors: false, logLevel: 'error', uniqueKeys: false });
    for (const error of document.errors.slice(0, mostFindings)) {
      const reason = error.code === 'MULTIPLE_DOCS' ? 'a second document starts here.' : sentence(error.message);
      source.error('yaml-syntax', `The YAML cannot be read: ${reason}`, spanOfError(error.pos, part));
    }
    for (const warning of document.warnings.slice(0, mostFindings)) {
      source.warning('yaml-warning', sentence(warning.message), spanOfError(warning.pos, part));
    }
    reportRepeatedKeys(document, source, part);
    if (document.errors.length > 0) return noFields(source.text);

    const value = toJson(document.toJS({ maxAliasCount }));
    const field = new YamlField(
      { document, offset: part.start },
      { key: '', keySpan: firstLineOf(source.text, part), value, node: document.contents },
    );
    if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
      source.error('not-a-map', 'Expected settings of the form "name: value" here.', field.span);
      return noFields(source.text);
    }
    return field;
  } catch {
    // An alias that is unknown or repeats too much, or nesting deeper than the stack: the library throws for these.
    const message =
      'An alias ("*name") here is unknown or repeats too much, or the YAML nests too deep: write it out without.';
    source.error('yaml-unresolvable', message, firstLineOf(source.text, part));
    return noFields(source.text);
  }
}

/** The library looks for repeated keys too, but in the square of their number. */
function reportRepeatedKeys(document: Document, source: PromptSource, part: Span): void {
  visit(document, {
    Map(_, map) {
      const keys = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (keys.has(key.value) && key.range) {
          const [start, end] = key.range;
          const message = `The key "${String(key.value)}" stands here a second time: remove one of the two.`;
          source.error('repeated-key', message, spanOfError([start, end], part));
        }
        keys.add(key.value);
      }
    },
  });
}

function noFields(text: string): YamlField {
  const document = parseDocument('');
  const start = { start: 0, end: Math.min(text.length, 1) };
  return new YamlField({ document, offset: 0 }, { key: '', keySpan: start, value: undefined, node: null });
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

function spanOfError([start, end]: readonly [number, number], part: Span): Span {
  const last = part.end - part.start;
  return { start: part.start + Math.min(start, last), end: part.start + Math.min(Math.max(end, start + 1), last) };
}

function firstLineOf(text: string, part: Span): Span {
  const lineEnd = text.slice(part.start, part.end).search(/[\r\n]/);
  return { start: part.start, end: lineEnd === -1 ? part.end : part.start + lineEnd };
}

/** YAML knows values that JSON does not, such as dates; they become what JSON makes of them. Throws for a value that holds itself. */
function toJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value ?? null)) as JsonValue;
}
