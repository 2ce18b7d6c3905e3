import assert from 'node:assert/strict';
import { RoutingConfigError, readRoutingConfig } from '../../../src/core/routing/readRoutingConfig.ts';
import { ROUTING_CONFIG_VERSION, type RoutingConfig } from '../../../src/core/routing/routingConfig.ts';
import { changedAt, fullConfig, type Json, jsonOf, placesIn, smallConfig } from './configs.ts';

const file = 'prompts/triage.cascade.json';
const read = (value: unknown): RoutingConfig => readRoutingConfig(file, JSON.stringify(value));

function refusal(text: string): RoutingConfigError {
  try {
    readRoutingConfig(file, text);
  } catch (error) {
    assert.ok(error instanceof RoutingConfigError, String(error));
    assert.deepEqual([error.file, error.blame], [file, 'input']);
    assert.ok(error.message.startsWith(`${file}: `), error.message);
    return error;
  }
  return assert.fail('it was read');
}

describe('readRoutingConfig', () => {
  it('reads what the format requires and nothing more', () => {
    assert.deepEqual(read(smallConfig), smallConfig);
    assert.deepEqual(read(fullConfig), fullConfig);
  });

  const required = placesIn(jsonOf(smallConfig)).filter((path) => path.at(-1) !== '0');
  it('requires 39 places', () => assert.equal(required.length, 39));
  for (const path of required) {
    it(`says that ${path.join('.')} is missing`, () => {
      const error = refusal(JSON.stringify(changedAt(jsonOf(smallConfig), path, undefined)));
      assert.equal(error.message, `${file}: ${path.join('.')} is missing. Mend it or profile the prompt again.`);
      assert.deepEqual([error.fault, error.path.map(String)], ['invalid-config', path]);
    });
  }

  const optional = [
    '$schema',
    'prompt',
    'evidence.models.0.costPerCallUSD',
    'evidence.models.0.accuracy',
    'evidence.models.0.price',
    'evidence.cost.savingsRatio',
    'evidence.cost.savingsRatioLow',
    'evidence.cost.savingsRatioHigh',
    'validity.modelRetires',
    'student',
    'student.aim',
    'evidence.student',
  ];
  for (const place of optional) {
    it(`does without ${place}`, () => {
      const changed = changedAt(jsonOf(fullConfig), place.split('.'), undefined);
      assert.notDeepEqual(changed, fullConfig);
      assert.deepEqual(read(changed), changed);
    });
  }

  const unfit: readonly (readonly [place: string, value: Json])[] = [
    ['version', 0],
    ['version', '1'],
    ['version', 0.5],
    ['prompt', 'triage.prompty'],
    ['prompt.sha256', 'A'.repeat(64)],
    ['dataset.sha256', 'b'.repeat(63)],
    ['dataset.sha256', `${'b'.repeat(64)}\n`],
    ['dataset.rows', 1.5],
    ['dataset.rows', -1],
    ['reference', 7],
    ['guarantee.delta', 1.01],
    ['guarantee.delta', -0.01],
    ['guarantee.confidence', null],
    ['guarantee.deviationUpperBound', 2],
    ['guarantee.deviations', '3'],
    ['guarantee.scope', 'both'],
    ['kind', 'student'],
    ['stages', []],
    ['stages', {}],
    ['stages.0.parameters', []],
    ['stages.0.share', 1.5],
    ['student.file', '../triage.student.json'],
    ['student.file', 'C:\\x.student.json'],
    ['student.file', 'triage.json'],
    ['student.delta', 0],
    ['student.confidence', 1],
    ['seed', 0.5],
    ['evidence.profiledOn', '22.11.2026'],
    ['evidence.models.0.costPerCallUSD', -1],
    ['evidence.models.0.accuracy', 1.1],
    ['evidence.models.0.price.inputUSDPer1M', null],
    ['evidence.cost.savingsRatio', null],
    ['validity.pricesOn', '2026-11-22T10:00:00Z'],
    ['validity.modelRetires', 'soon'],
  ];
  for (const [place, value] of unfit) {
    it(`says that ${place} cannot be ${JSON.stringify(value)}`, () => {
      const path = place.split('.');
      const error = refusal(JSON.stringify(changedAt(jsonOf(fullConfig), path, value)));
      const shown = JSON.stringify(value).slice(0, 60);
      assert.equal(error.why, `${place} cannot be ${shown}. Mend it or profile the prompt again.`);
      assert.deepEqual([error.fault, error.path.map(String)], ['invalid-config', path]);
    });
  }

  for (const place of placesIn(jsonOf(fullConfig)).filter((path) => path[2] !== 'parameters')) {
    it(`refuses a value of another kind at ${place.join('.')}`, () => {
      const { message } = refusal(JSON.stringify(changedAt(jsonOf(fullConfig), place, true)));
      assert.equal(message, `${file}: ${place.join('.')} cannot be true. Mend it or profile the prompt again.`);
    });
  }

  const shareSums: readonly (readonly [shares: readonly number[], refused: string | undefined])[] = [
    [[1], undefined],
    [[0.5, 0.5], undefined],
    [[0.333333333, 0.333333333, 0.333333333], undefined],
    [[0, 1], undefined],
    [[0.5], '0.5'],
    [[0.7, 0.7], '1.4'],
    [[0.5, 0.49999], '0.99999'],
    [[1, 1], '2'],
    [[0], '0'],
  ];
  for (const [shares, refused] of shareSums) {
    it(`${refused === undefined ? 'takes' : 'refuses'} shares of ${shares.join(' and ')}`, () => {
      const stages = shares.map((share) => ({ model: 'a/b', parameters: {}, share }));
      const config = { ...jsonOf(fullConfig), stages };
      if (refused === undefined) return assert.deepEqual(read(config).stages, stages);
      const error = refusal(JSON.stringify(config));
      assert.ok(error.why.startsWith(`the shares of the stages sum to ${refused} and must sum to 1. `), error.why);
      assert.deepEqual([error.fault, error.path], ['invalid-config', ['stages']]);
    });
  }

  for (const value of [null, [], 7, 'text', true]) {
    it(`says that ${JSON.stringify(value)} is not a routing config`, () => {
      const error = refusal(JSON.stringify(value));
      assert.match(error.message, /: this is not a routing config\. /);
      assert.deepEqual([error.fault, error.path], ['invalid-config', []]);
    });
  }

  const notJson: readonly (readonly [name: string, text: string])[] = [
    ['an empty file', ''],
    ['half a file', JSON.stringify(fullConfig).slice(0, 300)],
    ['a merge conflict', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n'],
    ['a comment', '// mine\n{}'],
  ];
  for (const [name, text] of notJson) {
    it(`says that ${name} is not JSON`, () => {
      const error = refusal(text);
      assert.match(error.message, /: this is not JSON \(.+\)\. Profile the prompt again to write it anew\.$/s);
      assert.ok(error.cause instanceof SyntaxError);
      assert.deepEqual([error.fault, error.path], ['unreadable-config', []]);
    });
  }

  it('refuses a newer version before it looks at anything else', () => {
    for (const config of [{ ...fullConfig, version: 3 }, { version: 3 }, { version: 3, stages: 'of another kind' }]) {
      const error = refusal(JSON.stringify(config));
      assert.deepEqual([error.fault, error.path], ['newer-config', ['version']]);
      assert.equal(
        error.message,
        `${file}: it has format version 3 and this Downtier reads up to ${ROUTING_CONFIG_VERSION}. Update Downtier.`,
      );
    }
  });

  it('passes over keys that it does not know, at every level', () => {
    const objects = [[], ...placesIn(jsonOf(fullConfig))].filter((path) => {
      const value = path.reduce<Json>((inner, key) => (inner as Record<string, Json>)[key] as Json, jsonOf(fullConfig));
      return typeof value === 'object' && !Array.isArray(value) && path.at(-1) !== 'parameters';
    });
    assert.ok(objects.length > 10);
    for (const path of objects) {
      const grown = changedAt(jsonOf(fullConfig), [...path, 'later'], { deep: [1] });
      assert.notDeepEqual(grown, fullConfig);
      assert.deepEqual(read(grown), fullConfig, path.join('.'));
    }
  });

  it('keeps every parameter of a stage, also one it does not know', () => {
    const parameters = { temperature: 0, later: { deep: [null] } };
    const config = changedAt(jsonOf(fullConfig), ['stages', '0', 'parameters'], parameters);
    assert.deepEqual(read(config).stages[0]!.parameters, parameters);
  });
});
