import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routingConfigJsonSchema } from '../../../src/core/routing/routingConfig.ts';

const committed = join(import.meta.dirname, '..', '..', '..', 'media', 'routing-config.schema.json');

describe('routingConfigJsonSchema', () => {
  it('is what media/routing-config.schema.json holds; if not, run `npm run build` and commit that file', () => {
    assert.equal(readFileSync(committed, 'utf8'), `${JSON.stringify(routingConfigJsonSchema(), undefined, 2)}\n`);
  });
});
