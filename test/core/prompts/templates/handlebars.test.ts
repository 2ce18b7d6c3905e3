import assert from 'node:assert/strict';
import { PromptSource } from '../../../../src/core/prompts/promptSource.ts';
import { readHandlebars } from '../../../../src/core/prompts/templates/handlebars.ts';

const cases: readonly (readonly [template: string, variables: string])[] = [
  ['{{a}} {{{b}}} {{c.d}} {{this.e}} {{./f}} {{g/h}}', 'a b c e f g'],
  ['{{#if a}}{{b}}{{else if c}}{{d}}{{else}}{{e}}{{/if}}', 'a b c d e'],
  ['{{#unless a}}{{b}}{{/unless}}{{#ifEquals c d}}{{e}}{{/ifEquals}}', 'a b c d e'],
  ['{{#each a}}{{b}} {{this}} {{@index}} {{../c}}{{else}}{{d}}{{/each}}', 'a c d'],
  ['{{#each a}}{{#if b}}{{../c}}{{/if}}{{#each d}}{{../e}}{{../../f}}{{/each}}{{/each}}', 'a c f'],
  ['{{#with a}}{{b}}{{@root.c}}{{/with}}{{^}}', ''],
  ['{{#with a}}{{b}}{{@root.c}}{{/with}}', 'a c'],
  ['{{#with a as |x|}}{{x.y}}{{../b}}{{/with}}{{x}}', 'a b x'],
  ['{{#each a as |x i|}}{{x}}{{i}}{{#if ../b}}{{../x}}{{/if}}{{/each}}', 'a b'],
  ['{{#a}}{{b}}{{../c}}{{/a}}{{^d}}{{e}}{{/d}}', 'a c d e'],
  ['{{json a indent=b}} {{lookup a (lookup b "c")}}', 'a b'],
  ['{{role "user"}}{{!-- {{a}} --}}{{! {{b}}\\{{c}} {{d}}', 'd'],
  ['{{[a b]}} {{"c"}} {{#if true}}{{/if}}', 'a b'],
];

describe('readHandlebars', () => {
  for (const [text, variables] of cases) {
    it(`finds the variables of ${text}`, () => {
      const source = new PromptSource('x.prompt', text);
      const reading = readHandlebars({ text, spanOf: (start, end) => ({ start, end }) }, source);
      assert.equal(reading?.variables.map((variable) => variable.name).join(' ') ?? '', variables);
      assert.equal(source.hasErrors, reading === undefined);
    });
  }
});
