import { Composer, type CST, Document, isScalar, Parser, visit } from 'yaml';
import type { JsonValue } from '../jsonValue.ts';
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
const mostDepth = 100;
const options = { prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;

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
    const tokens = [...new Parser().parse(yaml)];
    if (isTooDeep(tokens)) throw new RangeError(`the YAML nests deeper than ${mostDepth}`);
    const [document = new Document(), second] = new Composer(options).compose(tokens, true, yaml.length);
    if (second !== undefined) {
      const message = 'A second document starts here: remove the "---" or what follows it.';
      source.error('second-document', message, spanOfError([second.range[0], second.range[0] + 3], part));
    }
    for (const error of document.errors.slice(0, mostFindings)) {
      source.error('yaml-syntax', `The YAML cannot be read: ${sentence(error.message)}`, spanOfError(error.pos, part));
    }
    for (const warning of document.warnings.slice(0, mostFindings)) {
      source.warning('yaml-warning', sentence(warning.message), spanOfError(warning.pos, part));
    }
    reportRepeatedKeys(document, source, part);
    if (document.errors.length > 0 || second !== undefined) return noFields(source.text);

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
    // The library throws for an alias that is unknown or repeats too much.
    const message =
      'An alias ("*name") here is unknown or repeats too much, or the YAML nests too deep: write it out without.';
    source.error('yaml-unresolvable', message, firstLineOf(source.text, part));
    return noFields(source.text);
  }
}

/**
 * Whether values nest too deep to be composed. The library composes them by recursion, and near the end of the stack it is not an
 * error that ends it but the whole process, for want of memory to compile a regular expression. 6 KB of "- " are enough.
 */
function isTooDeep(tokens: readonly CST.Token[]): boolean {
  const pending: (readonly [token: CST.Token, depth: number])[] = tokens.map((token) => [token, 0]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [token, depth] = next;
    if (depth > mostDepth) return true;
    for (const inner of innerTokens(token)) pending.push([inner, depth + 1]);
  }
  return false;
}

function innerTokens(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value]).filter((inner) => inner !== undefined && inner !== null);
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
  const document = new Document();
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
