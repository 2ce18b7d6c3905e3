/** A node of the Jinja parser's tree, which the parser's package does not describe to the outside. */
interface JinjaNode {
  readonly type: string;
  readonly [part: string]: unknown;
}

export interface FreeName {
  /** The template does without it: it asks whether it `is defined`, or gives a `default` at every use. */
  readonly isOptional: boolean;
}

/** What a Jinja template takes from outside. */
export interface FreeNames {
  readonly variables: ReadonlyMap<string, FreeName>;
  /** Functions that it calls without defining them, and that do not exist. */
  readonly functions: ReadonlySet<string>;
}

interface Use {
  isRequired: boolean;
  isTested: boolean;
}

/** Names that are in force at a place: what an outer block defines holds inside, not the other way round. */
class Scope {
  readonly #names: Set<string>;
  readonly #outer: Scope | undefined;

  constructor(names: Iterable<string>, outer?: Scope) {
    this.#names = new Set(names);
    this.#outer = outer;
  }

  has(name: string): boolean {
    return this.#names.has(name) || this.#outer?.has(name) === true;
  }

  add(name: string): void {
    this.#names.add(name);
  }
}

/**
 * The names that `program` uses without setting them; variables of loops, macros and `set` are not among them.
 * Throws a RangeError for a tree that is too deep to be rendered.
 */
export function freeNames(program: unknown, globals: Iterable<string>): FreeNames {
  const walk = new Walk();
  walk.visit(program, new Scope(globals));
  const variables = [...walk.uses].map(
    ([name, use]) => [name, { isOptional: use.isTested || !use.isRequired }] as const,
  );
  return { variables: new Map(variables), functions: walk.functions };
}

/** Calls of `visit` inside of each other; a level of the tree takes up to three. */
const mostDepth = 1000;

class Walk {
  #depth = 0;
  readonly uses = new Map<string, Use>();
  readonly functions = new Set<string>();
  /** Nodes with parts that are not expressions, or with names of their own. All others are the sum of their parts. */
  readonly #special: Readonly<Record<string, (node: JinjaNode, scope: Scope) => void>> = {
    Identifier: (node, scope) => this.#use(node, scope, 'isRequired'),
    MemberExpression: ({ object, property, computed }, scope) =>
      this.visit(computed ? [object, property] : object, scope),
    FilterExpression: (node, scope) => this.#visitFilter(node, scope),
    FilterStatement: ({ body, filter }, scope) => this.visit([body, argumentsOf(filter)], scope),
    TestExpression: (node, scope) => this.#visitTest(node, scope),
    KeywordArgumentExpression: ({ value }, scope) => this.visit(value, scope),
    CallExpression: (node, scope) => this.#visitCall(node, scope),
    For: (node, scope) => this.#visitFor(node, scope),
    Set: (node, scope) => this.#visitSet(node, scope),
    Macro: (node, scope) => this.#visitMacro(node, scope),
    CallStatement: (node, scope) => {
      this.visit(node['call'], scope);
      this.#visitBody(node, node['callerArgs'], scope);
    },
  };

  visit(value: unknown, scope: Scope): void {
    if (++this.#depth > mostDepth) throw new RangeError(`an expression nests deeper than ${mostDepth}`);
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, scope);
    } else if (value instanceof Map) {
      for (const entry of value) this.visit(entry, scope);
    } else if (isNode(value)) {
      this.#visitNode(value, scope);
    }
    this.#depth--;
  }

  #visitNode(node: JinjaNode, scope: Scope): void {
    const visitSpecial = this.#special[node.type];
    if (visitSpecial !== undefined) {
      visitSpecial(node, scope);
      return;
    }
    // An operator is a token of the lexer, not a node, although it looks like one.
    for (const [part, value] of Object.entries(node)) if (part !== 'operator') this.visit(value, scope);
  }

  #use(node: JinjaNode, scope: Scope, kind: keyof Use | undefined): void {
    const name = String(node['value']);
    if (scope.has(name)) return;
    const use = this.uses.get(name) ?? { isRequired: false, isTested: false };
    if (kind !== undefined) use[kind] = true;
    this.uses.set(name, use);
  }

  #visitFilter(node: JinjaNode, scope: Scope): void {
    const { operand, filter } = node;
    const hasDefault = isNode(filter) && isNode(filter['callee']) && filter['callee']['value'] === 'default';
    if (hasDefault && isNode(operand) && operand.type === 'Identifier') this.#use(operand, scope, undefined);
    else this.visit(operand, scope);
    this.visit(argumentsOf(filter), scope);
  }

  #visitTest({ operand, test }: JinjaNode, scope: Scope): void {
    const asksWhether = isNode(test) && (test['value'] === 'defined' || test['value'] === 'undefined');
    if (asksWhether && isNode(operand) && operand.type === 'Identifier') this.#use(operand, scope, 'isTested');
    else this.visit(operand, scope);
  }

  #visitCall({ callee, args }: JinjaNode, scope: Scope): void {
    if (isNode(callee) && callee.type === 'Identifier') {
      const name = String(callee['value']);
      if (!scope.has(name)) this.functions.add(name);
    } else {
      this.visit(callee, scope);
    }
    this.visit(args, scope);
  }

  #visitFor(node: JinjaNode, scope: Scope): void {
    const { iterable } = node;
    const inner = new Scope(['loop', ...namesOf(node['loopvar'])], scope);
    if (isNode(iterable) && iterable.type === 'SelectExpression') {
      this.visit(iterable['lhs'], scope);
      this.visit(iterable['test'], inner);
    } else {
      this.visit(iterable, scope);
    }
    this.visit(node['body'], inner);
    this.visit(node['defaultBlock'], scope);
  }

  #visitSet(node: JinjaNode, scope: Scope): void {
    this.visit([node['value'], node['body']], scope);
    const names = namesOf(node['assignee']);
    if (names.length === 0) this.visit(node['assignee'], scope);
    for (const name of names) scope.add(name);
  }

  #visitMacro(node: JinjaNode, scope: Scope): void {
    for (const name of namesOf(node['name'])) scope.add(name);
    this.#visitBody(node, node['args'], scope);
  }

  /** A body with parameters of its own. */
  #visitBody(node: JinjaNode, parameters: unknown, scope: Scope): void {
    const inner = new Scope(['caller', 'varargs', 'kwargs', ...namesOf(parameters)], scope);
    this.visit(parameters, inner);
    this.visit(node['body'], inner);
  }
}

function argumentsOf(filter: unknown): unknown {
  return isNode(filter) ? filter['args'] : undefined;
}

/** The plain names in a target of `for`, `set` or a macro's parameter list. */
function namesOf(target: unknown): readonly string[] {
  if (Array.isArray(target)) return target.flatMap(namesOf);
  if (!isNode(target)) return [];
  if (target.type === 'Identifier') return [String(target['value'])];
  if (target.type === 'TupleLiteral') return namesOf(target['value']);
  return target.type === 'KeywordArgumentExpression' ? namesOf(target['key']) : [];
}

function isNode(value: unknown): value is JinjaNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
