import assert from 'node:assert/strict';
import { RoutingConfigError, readRoutingConfig } from '../../../src/core/routing/readRoutingConfig.ts';
import { ROUTING_CONFIG_SCHEMA, routingConfigJsonSchema } from '../../../src/core/routing/routingConfig.ts';
import { changedAt, fullConfig, type Json, type JsonObject, jsonOf, placesIn, smallConfig } from './configs.ts';
import { schemaFaults } from './schemaFaults.ts';

const schema = routingConfigJsonSchema() as JsonObject;

describe('routingConfigJsonSchema', () => {
  it('is of the draft that it names and has the address that configs name', () => {
    assert.equal(schema['$schema'], 'https://json-schema.org/draft/2020-12/schema');
    assert.equal(schema['$id'], ROUTING_CONFIG_SCHEMA);
    assert.equal(jsonOf(fullConfig)['$schema'], ROUTING_CONFIG_SCHEMA);
  });

  it('is the same whenever it is made', () => {
    assert.equal(JSON.stringify(routingConfigJsonSchema()), JSON.stringify(schema));
  });

  for (const [name, config] of Object.entries({ fullConfig, smallConfig })) {
    it(`accepts what is written, and names each of its keys: ${name}`, () => {
      assert.deepEqual(schemaFaults(schema, jsonOf(config), true), []);
    });
  }

  it('allows keys that later versions may add', () => {
    for (const path of [[], ['guarantee'], ['stages', '0'], ['evidence', 'models', '0']]) {
      const grown = changedAt(jsonOf(fullConfig), [...path, 'later'], 1);
      assert.deepEqual(schemaFaults(schema, grown, false), [], path.join('.'));
    }
  });

  // The editor underlines by the schema, the program reads by the definition: both must say the same of every damage.
  const damages: readonly (Json | undefined)[] = [undefined, null, true, 7.5, -1, '', 'text', [], {}];
  for (const damage of damages) {
    const name = damage === undefined ? 'nothing' : JSON.stringify(damage);
    it(`agrees with the reader on ${name} at every place of a config`, () => {
      let refused = 0;
      for (const path of placesIn(jsonOf(fullConfig))) {
        const damaged = changedAt(jsonOf(fullConfig), path, damage);
        const faults = schemaFaults(schema, damaged, false);
        assert.equal(faults.length === 0, isOfFormat(damaged), `${path.join('.')}: ${faults.join()}`);
        if (faults.length > 0) refused++;
      }
      assert.ok(refused > 20, `only ${refused} refused`);
    });
  }
});

/** Whether the reader takes it, or finds no fault but those that a JSON Schema cannot state: shares that do not sum to 1, a student without labels. */
function isOfFormat(config: Json): boolean {
  try {
    readRoutingConfig('c.json', JSON.stringify(config));
    return true;
  } catch (error) {
    return (
      error instanceof RoutingConfigError &&
      (error.why.startsWith('the shares of the stages sum to') || error.why.startsWith('it has a student'))
    );
  }
}
