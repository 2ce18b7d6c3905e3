import Handlebars from 'handlebars';
import type { PromptSource, Span, TemplateText } from '../promptSource.ts';
import type { PromptVariable } from '../promptTemplate.ts';
import { roleNamed } from '../roles.ts';
import { type BlockSyntax, checkBlanks, checkTags, reportSyntaxError } from './templateTags.ts';

/** What a Handlebars template with Dotprompt's helpers uses. */
export interface HandlebarsReading {
  readonly variables: readonly PromptVariable[];
  readonly fixedText: string;
}

const handlebarsSyntax: BlockSyntax = {
  opening: /\\?(?:\{\{\{|\{\{~?!--|\{\{)/g,
  closing(opening) {
    if (opening.endsWith('--')) return { mark: '--', quotes: false };
    return opening === '{{{' ? { mark: '}}}', quotes: true } : { mark: '}}', quotes: true };
  },
  block(tag) {
    if (/^\{\{~?\s*(?:else\b|\^\s*~?\}\})/.test(tag)) return { part: 'middle' };
    const [, mark = '', name = ''] = /^\{\{~?([#^/])\s*([^\s}~]+)/.exec(tag) ?? [];
    return mark === '' ? undefined : { part: mark === '/' ? 'close' : 'open', name };
  },
  closingTag: (name) => `{{/${name}}}`,
};

/** Helpers that only choose or format values. */
const plainHelpers: ReadonlySet<string> = new Set(['if', 'unless', 'ifEquals', 'unlessEquals', 'lookup', 'json']);
/** Helpers whose block is about another value than the text around it. */
const contextHelpers: ReadonlySet<string> = new Set(['each', 'with']);
const refusedHelpers: ReadonlyMap<string, { code: string; message: string }> = new Map([
  [
    'media',
    { code: 'unsupported-media', message: 'Images and other media are not sent: profile a prompt of text only.' },
  ],
  [
    'section',
    { code: 'unsupported-helper', message: 'Sections are filled in by another program: write their text in here.' },
  ],
  ['log', { code: 'unsupported-helper', message: 'A prompt does not log: remove this tag.' }],
]);

/** Reads a Handlebars template: what it uses, and as findings what it must not. Generates no code; rendering is not done here. */
export function readHandlebars(template: TemplateText, source: PromptSource): HandlebarsReading | undefined {
  if (!checkTags(template, handlebarsSyntax, source) || !checkBlanks(template, source)) return undefined;
  try {
    const walk = new Walk(template, source);
    walk.program(Handlebars.parse(template.text), { depth: 0, names: [] });
    return { variables: [...walk.variables.values()], fixedText: walk.fixedText };
  } catch (cause) {
    reportSyntaxError(template, source, { syntax: handlebarsSyntax, parses: isSound, cause });
    return undefined;
  }
}

/** Where in the template a name is looked up: how many blocks with a value of their own are around it, and their parameters. */
interface Surroundings {
  readonly depth: number;
  readonly names: readonly string[];
}

type Call = hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression;

/** Of expressions in parentheses. */
const mostDepth = 50;

class Walk {
  #depth = 0;
  readonly variables = new Map<string, PromptVariable>();
  fixedText = '';
  readonly #template: TemplateText;
  readonly #source: PromptSource;
  readonly #lineStarts: readonly number[];

  constructor(template: TemplateText, source: PromptSource) {
    this.#template = template;
    this.#source = source;
    this.#lineStarts = [0, ...[...template.text.matchAll(/\r\n?|\n/g)].map((end) => end.index + end[0].length)];
  }

  program(program: hbs.AST.Program | undefined, around: Surroundings): void {
    for (const statement of program?.body ?? []) this.#statement(statement, around);
  }

  #statement(statement: hbs.AST.Statement, around: Surroundings): void {
    switch (statement.type) {
      case 'ContentStatement':
        this.fixedText += (statement as hbs.AST.ContentStatement).value;
        break;
      case 'MustacheStatement':
        this.#call(statement as hbs.AST.MustacheStatement, around);
        break;
      case 'BlockStatement':
        this.#block(statement as hbs.AST.BlockStatement, around);
        break;
      case 'CommentStatement':
        break;
      default:
        this.#refuse(
          statement,
          'unsupported-partial',
          'Partials and decorators are not read: copy their text in here.',
        );
    }
  }

  #block(block: hbs.AST.BlockStatement, around: Surroundings): void {
    this.#call(block, around);
    const helper = nameOf(block.path);
    const keepsContext = helper !== undefined && plainHelpers.has(helper);
    this.program(block.program, {
      depth: keepsContext ? around.depth : around.depth + 1,
      names: [...around.names, ...(block.program?.blockParams ?? [])],
    });
    this.program(block.inverse, around);
  }

  #call(call: Call, around: Surroundings): void {
    const helper = nameOf(call.path);
    const isKnown = helper !== undefined && this.#knows(helper, call);
    const values = [...call.params, ...(call.hash?.pairs ?? []).map((pair) => pair.value)];
    if (!isKnown && values.length > 0) {
      const message = `There is no helper "${helper ?? ''}" here: put its result in a column.`;
      this.#refuse(call, 'unknown-helper', message);
    }
    if (!isKnown) this.#value(call.path, around);
    for (const value of values) this.#value(value, around);
  }

  /** Whether a name is a helper's; reports the ones that cannot be used. */
  #knows(helper: string, call: Call): boolean {
    const refused = refusedHelpers.get(helper);
    if (refused !== undefined) {
      this.#refuse(call, refused.code, refused.message);
    } else if (helper === 'history') {
      const message = 'There is no history when profiling: this place stays empty.';
      this.#source.warning('unsupported-history', message, this.#span(call));
    } else if (helper === 'role') {
      this.#checkRole(call);
    } else {
      return plainHelpers.has(helper) || contextHelpers.has(helper);
    }
    return true;
  }

  /** A role that comes from a row could make the text of the row a system message. */
  #checkRole(call: Call): void {
    const [role] = call.params;
    if (role?.type !== 'StringLiteral') {
      this.#refuse(call, 'dynamic-role', 'Write the role as a text: {{role "user"}}.');
      return;
    }
    const name = (role as hbs.AST.StringLiteral).value;
    if (roleNamed(name) === undefined || name !== name.toLowerCase()) {
      this.#refuse(call, 'unsupported-role', `The roles are "system", "user" and "model", not "${name}".`);
    }
  }

  #value(value: hbs.AST.Expression, around: Surroundings): void {
    if (value.type === 'SubExpression') {
      if (++this.#depth > mostDepth) throw new RangeError(`an expression nests deeper than ${mostDepth}`);
      this.#call(value as hbs.AST.SubExpression, around);
      this.#depth--;
    } else if (value.type === 'PathExpression') this.#path(value as hbs.AST.PathExpression, around);
  }

  #path(path: hbs.AST.PathExpression, around: Surroundings): void {
    const [first] = path.parts;
    const isRoot = path.data && first === 'root';
    if (path.data && !isRoot) return;
    if (!isRoot && path.depth < around.depth) return;
    const name = isRoot ? path.parts[1] : first;
    if (name === undefined) {
      this.#refuse(path, 'unsupported-whole-row', 'Name the column to put in here: "{{name}}".');
    } else if (!around.names.includes(name) && !this.variables.has(name)) {
      this.variables.set(name, { name, range: this.#source.range(this.#span(path)) });
    }
  }

  #refuse(node: hbs.AST.Node, code: string, message: string): void {
    this.#source.error(code, message, this.#span(node));
  }

  #span({ loc }: hbs.AST.Node): Span {
    return this.#template.spanOf(this.#offset(loc.start), this.#offset(loc.end));
  }

  #offset(position: hbs.AST.Position): number {
    return (this.#lineStarts[position.line - 1] ?? 0) + position.column;
  }
}

/** The name of a helper or variable without a path. */
function nameOf(path: hbs.AST.Node): string | undefined {
  if (path.type !== 'PathExpression') return undefined;
  const { parts, depth, data } = path as hbs.AST.PathExpression;
  return parts.length === 1 && depth === 0 && !data ? parts[0] : undefined;
}

function isSound(text: string): boolean {
  try {
    Handlebars.parse(text);
    return true;
  } catch {
    // The question was whether it parses, and the answer is no.
    return false;
  }
}
