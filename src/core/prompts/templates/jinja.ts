import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import type { RowValues } from '../../datasets/row.ts';
import type { PromptSource, TemplateText } from '../promptSource.ts';
import type { PromptVariable } from '../promptTemplate.ts';
import { type CompiledTemplate, withPlainLineEnds } from './compiledTemplate.ts';
import { type FreeNames, freeNames } from './jinjaVariables.ts';
import { type BlockSyntax, checkBlanks, checkTags, reportSyntaxError, tagsOf } from './templateTags.ts';

type Program = ReturnType<typeof parse>;

const jinjaSyntax: BlockSyntax = {
  opening: /\{\{|\{%|\{#/g,
  closing(opening) {
    if (opening === '{#') return { mark: '#}', quotes: false };
    return { mark: opening === '{%' ? '%}' : '}}', quotes: true };
  },
  block(tag) {
    const word = statementWord(tag);
    if (word === undefined) return undefined;
    if (word === 'else' || word === 'elif') return { part: 'middle' };
    if (word.startsWith('end')) return { part: 'close', name: word.slice('end'.length) };
    const isBlock = word === 'set' ? !tag.includes('=') : blockStatements.has(word);
    return isBlock ? { part: 'open', name: word } : undefined;
  },
  closingTag: (name) => `{% end${name} %}`,
};

const blockStatements: ReadonlySet<string> = new Set(['if', 'for', 'macro', 'call', 'filter']);
const statements: ReadonlySet<string> = new Set([
  ...blockStatements,
  'set',
  'break',
  'continue',
  'else',
  'elif',
  'generation',
]);
const fileStatements: ReadonlySet<string> = new Set(['include', 'import', 'from', 'extends']);
const mostOfRange = 10_000;

/** All that a template can call or name besides its variables. There is no clock among it and nothing that reaches outside. */
const globals: Readonly<Record<string, unknown>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  range: rangeOfNumbers,
  raise_exception(message: unknown): never {
    throw new Error(String(message));
  },
};

/** Compiles a Jinja template. The library interprets it: no code is generated from it. */
export function compileJinja(template: TemplateText, source: PromptSource): CompiledTemplate<string> | undefined {
  if (!checkTags(template, jinjaSyntax, source) || !checkBlanks(template, source)) return undefined;
  if (!checkStatements(template, source)) return undefined;
  try {
    const tokens = tokenize(template.text);
    const texts = tokens.filter((token) => token.type === 'Text');
    for (const token of texts) token.value = withPlainLineEnds(token.value);
    const program = parse(tokens);
    const names = freeNames(program, [...Object.keys(globals), 'namespace']);
    return {
      variables: placeNames(names, template, source),
      fixedText: texts.map((token) => token.value).join(''),
      render: (values) => renderProgram(program, values),
    };
  } catch (cause) {
    reportSyntaxError(template, source, { syntax: jinjaSyntax, parses: isSound, cause });
    return undefined;
  }
}

function renderProgram(program: Program, values: RowValues): string {
  const environment = new Environment();
  for (const [name, value] of Object.entries({ ...globals, ...values })) environment.set(name, value);
  return new Interpreter(environment).run(program).toString();
}

function checkStatements(template: TemplateText, source: PromptSource): boolean {
  let isSupported = true;
  for (const tag of tagsOf(template.text, jinjaSyntax)) {
    const word = statementWord(tag.text);
    if (word === undefined || statements.has(word) || word.startsWith('end')) continue;
    isSupported = false;
    const span = template.spanOf(tag.start, tag.end);
    if (fileStatements.has(word)) {
      source.error('unsupported-include', `Other files are not read by "${word}": copy their text in here.`, span);
    } else {
      const known = [...blockStatements, 'set'].join(', ');
      source.error('unsupported-statement', `"${word}" is not supported here; ${known} are.`, span);
    }
  }
  return isSupported;
}

/** Gives the free names their places in the file and reports functions that do not exist. */
function placeNames(names: FreeNames, template: TemplateText, source: PromptSource): readonly PromptVariable[] {
  const places = firstPlaces(template.text);
  const spanOf = (name: string) => {
    const start = places.get(name) ?? 0;
    return template.spanOf(start, start + name.length);
  };
  for (const name of names.functions) {
    source.error('unknown-function', `There is no function "${name}" here: put its result in a column.`, spanOf(name));
  }
  return [...names.variables].map(([name, { isOptional }]) => {
    const range = source.range(spanOf(name));
    return isOptional ? { name, range, declaredDefault: null } : { name, range };
  });
}

/** Where each word first stands inside a tag, other than in a string or after a dot: the library's tree has no places. */
function firstPlaces(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const tag of tagsOf(text, jinjaSyntax)) {
    if (tag.text.startsWith('{#')) continue;
    const code = tag.text.replace(/"[^"]*"|'[^']*'/g, (string) => ' '.repeat(string.length));
    for (const word of code.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)) {
      if (!places.has(word[0])) places.set(word[0], tag.start + word.index);
    }
  }
  return places;
}

function statementWord(tag: string): string | undefined {
  return /^\{%-?\s*(\w+)/.exec(tag)?.[1];
}

function isSound(text: string): boolean {
  try {
    parse(tokenize(text));
    return true;
  } catch {
    // The question was whether it parses, and the answer is no.
    return false;
  }
}

function rangeOfNumbers(first: number, second?: number, step = 1): readonly number[] {
  const [from, to] = second === undefined ? [0, first] : [first, second];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!(length <= mostOfRange)) throw new Error(`range() gives at most ${mostOfRange} numbers`);
  return Array.from({ length }, (_, index) => from + index * step);
}
