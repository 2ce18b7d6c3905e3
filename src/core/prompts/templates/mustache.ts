import type { RowValues } from '../../datasets/row.ts';
import type { JsonValue } from '../../jsonValue.ts';
import type { PromptSource, TemplateText } from '../promptSource.ts';
import type { PromptVariable } from '../promptTemplate.ts';
import { isRecord } from '../yamlField.ts';
import { type CompiledTemplate, withPlainLineEnds } from './compiledTemplate.ts';
import { checkTags, type Tag, type TagSyntax, tagsOf } from './templateTags.ts';

const mustacheSyntax: TagSyntax = {
  opening: /\{\{\{|\{\{/g,
  closing: (opening) => ({ mark: opening === '{{{' ? '}}}' : '}}', quotes: false }),
  block(tag) {
    const [, sigil, name = ''] = /^\{\{([#^/])\s*(.*?)\s*\}\}$/s.exec(tag) ?? [];
    return sigil === undefined ? undefined : { part: sigil === '/' ? 'close' : 'open', name };
  },
};

type Path = readonly string[];
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: Path }
  | { readonly kind: 'section'; readonly path: Path; readonly isInverted: boolean; readonly parts: readonly Part[] };

/**
 * Compiles Mustache: `{{name}}`, `{{name.part}}`, sections and comments. Nothing is escaped; a list or map renders as JSON.
 * Variables inside a section may belong to what the section goes over, so they count as such that may be missing.
 * Ours because the usual library calls the methods of values, says no places, and takes time in the square of blanks in a tag.
 */
export function compileMustache(template: TemplateText, source: PromptSource): CompiledTemplate<string> | undefined {
  if (!checkTags(template, mustacheSyntax, source)) return undefined;
  const compilation = new Compilation(template, source);
  for (const tag of tagsOf(template.text, mustacheSyntax)) compilation.add(tag);
  const parts = compilation.finish();
  return {
    variables: [...compilation.variables.values()],
    fixedText: compilation.fixedText,
    render: (values) => renderParts(parts, [values]),
  };
}

interface OpenSection {
  readonly path: Path;
  readonly name: string;
  readonly isInverted: boolean;
  readonly tag: Tag;
  readonly parts: Part[];
}

/** Builds the tree of parts tag by tag, collects what is used, and reports what cannot be read. */
class Compilation {
  readonly variables = new Map<string, PromptVariable>();
  fixedText = '';
  readonly #template: TemplateText;
  readonly #source: PromptSource;
  readonly #root: Part[] = [];
  readonly #open: OpenSection[] = [];
  #textStart = 0;

  constructor(template: TemplateText, source: PromptSource) {
    this.#template = template;
    this.#source = source;
  }

  add(tag: Tag): void {
    const [, sigil = '', name = ''] = /^\{\{([#^/!>&=]?)\{?\s*(.*?)\s*\}?\}\}$/s.exec(tag.text) ?? [];
    const isValue = sigil === '' || sigil === '&';
    const { start, end } = isValue ? tag : withItsLine(tag, this.#template.text, this.#textStart);
    this.#text(start);
    this.#textStart = end;
    if (isValue) this.#value(name, tag);
    else if (sigil === '#' || sigil === '^') this.#openSection(name, sigil === '^', tag);
    else if (sigil === '/') this.#closeSection(name, tag);
    else if (sigil === '>')
      this.#refuse(tag, 'unsupported-partial', 'Partials are not read: copy the text of the partial in here.');
    else if (sigil === '=')
      this.#refuse(tag, 'unsupported-delimiters', 'Only "{{" and "}}" mark tags: remove this tag.');
  }

  finish(): readonly Part[] {
    this.#text(this.#template.text.length);
    const open = this.#open.at(-1);
    if (open !== undefined) this.#refuse(open.tag, 'unclosed-section', `Close this section with "{{/${open.name}}}".`);
    return this.#root;
  }

  #text(end: number): void {
    const text = withPlainLineEnds(this.#template.text.slice(this.#textStart, end));
    if (text === '') return;
    this.fixedText += text;
    this.#add({ kind: 'text', text });
  }

  #value(name: string, tag: Tag): void {
    const path = this.#use(name, tag);
    if (path !== undefined) this.#add({ kind: 'value', path });
  }

  #openSection(name: string, isInverted: boolean, tag: Tag): void {
    const path = this.#use(name, tag) ?? [];
    this.#open.push({ path, name, isInverted, tag, parts: [] });
  }

  #closeSection(name: string, tag: Tag): void {
    const section = this.#open.pop();
    if (section?.name !== name) {
      const message = section === undefined ? 'No section is open here' : `"{{/${section.name}}}" has to come first`;
      this.#refuse(tag, 'unopened-section', `${message}: remove this tag or put it right.`);
    } else {
      this.#add({ kind: 'section', path: section.path, isInverted: section.isInverted, parts: section.parts });
    }
  }

  #add(part: Part): void {
    (this.#open.at(-1)?.parts ?? this.#root).push(part);
  }

  /** Notes the use of a variable; undefined, with a finding, where the tag holds none. */
  #use(written: string, tag: Tag): Path | undefined {
    const isInside = this.#open.length > 0;
    if (written === '.') {
      if (!isInside) this.#refuse(tag, 'unsupported-whole-row', 'Name the column to put in here: "{{name}}".');
      return [];
    }
    if (!/^[\p{L}\p{N}_$][\p{L}\p{N}_$. -]*$/u.test(written)) {
      const message =
        'Only the name of a variable can stand here. For filters and conditions use a .prompty or .prompt file.';
      this.#refuse(tag, 'unsupported-expression', message);
      return undefined;
    }
    const path = written.split('.');
    const [name = ''] = path;
    const known = this.variables.get(name);
    const range = known?.range ?? this.#source.range(this.#template.spanOf(tag.start, tag.end));
    const isOptional = isInside && (known === undefined || known.declaredDefault === null);
    this.variables.set(name, isOptional ? { name, range, declaredDefault: null } : { name, range });
    return path;
  }

  #refuse(tag: Tag, code: string, message: string): void {
    this.#source.error(code, message, this.#template.spanOf(tag.start, tag.end));
  }
}

/** A tag of a section or comment that is alone on its line takes the line with it. `textStart` is where the tag before it ends. */
function withItsLine(tag: Tag, text: string, textStart: number): { readonly start: number; readonly end: number } {
  const before = text.slice(textStart, tag.start);
  const lineStart = textStart + before.lastIndexOf('\n') + 1;
  const startsLine = lineStart === 0 || text[lineStart - 1] === '\n';
  const rest = /[ \t]*(?:\r?\n|$)/y;
  rest.lastIndex = tag.end;
  const isAlone = startsLine && text.slice(lineStart, tag.start).trim() === '' && rest.test(text);
  return isAlone ? { start: lineStart, end: rest.lastIndex } : tag;
}

/** `contexts` are the values of the sections around, the innermost last and the row first. */
function renderParts(parts: readonly Part[], contexts: readonly (JsonValue | RowValues)[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const value = valueAt(part.path, contexts);
      return part.kind === 'value' ? toText(value) : renderSection(part, value, contexts);
    })
    .join('');
}

function renderSection(
  section: Part & { kind: 'section' },
  value: JsonValue | undefined,
  contexts: readonly (JsonValue | RowValues)[],
): string {
  const items: readonly JsonValue[] = Array.isArray(value) ? value : value ? [value] : [];
  if (section.isInverted) return items.length === 0 ? renderParts(section.parts, contexts) : '';
  return items.map((item) => renderParts(section.parts, [...contexts, item])).join('');
}

/** The empty path is the innermost value; else the innermost value that has the first name decides. */
function valueAt(path: Path, contexts: readonly (JsonValue | RowValues)[]): JsonValue | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return contexts.at(-1) as JsonValue | undefined;
  const context = contexts.findLast((value) => isRecord(value) && Object.hasOwn(value, first));
  return rest.reduce(ownProperty, ownProperty(context, first));
}

function ownProperty(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, JsonValue>>)[key]
    : undefined;
}

function toText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
