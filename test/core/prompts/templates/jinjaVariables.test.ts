import assert from 'node:assert/strict';
import { parse, tokenize } from '@huggingface/jinja';
import { freeNames } from '../../../../src/core/prompts/templates/jinjaVariables.ts';

/** Template, the names it needs, the names it can do without, the functions it lacks. */
const cases: readonly (readonly [template: string, needed: string, optional?: string, functions?: string])[] = [
  ['{{ a }} {{ b.c }} {{ d["e"] }} {{ f[g] }}', 'a b d f g'],
  ['{{ a.b.c(d) }} {{ e | join(f) }} {{ g | upper }}', 'a d e f g'],
  ['{{ a if b else c }} {{ d and not e or f in g }} {{ -h + 1 ~ i }}', 'b a c d e f g h i'],
  ['{{ [a, (b, c)] }} {{ {"k": d, e: 1} }}', 'a b c d e'],
  ['{{ a[b:c:d] }}', 'a b c d'],
  ['{% if a == "x" %}{{ b }}{% elif c %}{{ d }}{% else %}{{ e }}{% endif %}', 'a b c d e'],
  ['{% for x in xs %}{{ x }} {{ loop.index }} {{ y }}{% else %}{{ z }}{% endfor %}', 'xs y z'],
  ['{% for k, v in m.items() %}{{ k }}{{ v }}{% endfor %}', 'm'],
  ['{% for x in xs if x > low %}{{ x }}{% endfor %}{{ x }}', 'xs low x'],
  ['{% for x in x %}{{ x }}{% endfor %}', 'x'],
  ['{{ loop }}', 'loop'],
  ['{% set a = b %}{{ a }}', 'b'],
  ['{% set a = a %}{{ a }}', 'a'],
  ['{{ a }}{% set a = 1 %}', 'a'],
  ['{% set a, b = c %}{{ a }}{{ b }}', 'c'],
  ['{% set a %}{{ b }}{% endset %}{{ a }}', 'b'],
  ['{% set ns = namespace(n=a) %}{% set ns.n = b %}{{ ns.n }}', 'a b'],
  ['{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}', 'xs y'],
  ['{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{{ varargs }}{% endmacro %}{{ m(e, b=f) }}{{ a }}', 'c d e f a'],
  ['{% macro m() %}{{ caller(1) }}{% endmacro %}{% call(i) m() %}{{ i }}{{ j }}{% endcall %}', 'j'],
  ['{% filter replace("a", b) %}{{ c }}{% endfilter %}', 'c b'],
  ['{% filter upper %}{{ c }}{% endfilter %}', 'c'],
  ['{{ true }}{{ None }}{# {{ c }} #}{{ "{{ d }}" }}', ''],
  ['{{ a | default("x") }} {{ b | default(c) }}', 'c', 'a b'],
  ['{{ a | default("x") }} {{ a }}', 'a'],
  ['{{ a.b | default("x") }}', 'a'],
  ['{% if a is defined %}{{ a }}{% endif %}{% if b is not undefined %}{{ b.c }}{% endif %}', '', 'a b'],
  ['{% if a is string %}x{% endif %}', 'a'],
  ['{{ range(n) }} {{ f(a) }} {{ g() | h(b) }}', 'n a b', '', 'f g'],
];

describe('freeNames', () => {
  for (const [template, needed, optional = '', functions = ''] of cases) {
    it(template, () => {
      const names = freeNames(parse(tokenize(template)), ['true', 'None', 'range', 'namespace']);
      const of = (isOptional: boolean) =>
        [...names.variables].filter(([, name]) => name.isOptional === isOptional).map(([name]) => name);
      assert.deepEqual(
        [of(false).join(' '), of(true).join(' '), [...names.functions].join(' ')],
        [needed, optional, functions],
      );
    });
  }
});
