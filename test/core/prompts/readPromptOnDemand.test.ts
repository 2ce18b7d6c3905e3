import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPrompt } from '../../../src/core/prompts/readPrompt.ts';
import { readPromptOnDemand } from '../../../src/core/prompts/readPromptOnDemand.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'prompts', 'good');
const files = readdirSync(folder).filter((name) => !name.endsWith('.json'));

describe('readPromptOnDemand', () => {
  for (const name of files) {
    it(`reads ${name} as readPrompt does`, async () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const onDemand = await readPromptOnDemand(name, text);
      // Two readings have two functions that render.
      assert.deepEqual(JSON.stringify(onDemand), JSON.stringify(readPrompt(name, text)));
      assert.ok(onDemand.template);
    });
  }

  it('finds what readPrompt finds', async () => {
    assert.deepEqual(await readPromptOnDemand('x.md', 'a\0b'), readPrompt('x.md', 'a\0b'));
  });
});
