import type { Json, JsonObject } from './configs.ts';

const known = new Set(
  '$schema $id title description type properties required items enum pattern minimum maximum exclusiveMinimum exclusiveMaximum minItems additionalProperties propertyNames'.split(
    ' ',
  ),
);

/**
 * What a value breaks of a JSON Schema, as `path: fault`. Written from the specification (2020-12), apart from the library that makes the schema.
 * Throws on a keyword that it does not know, so that none is passed over. In `closed` mode keys that the schema does not name are faults too.
 */
export function schemaFaults(schema: JsonObject, value: Json, closed: boolean, path = 'config'): string[] {
  for (const keyword of Object.keys(schema))
    if (!known.has(keyword)) throw new RangeError(`unknown keyword ${keyword}`);
  if (schema['type'] !== undefined && !hasType(value, schema['type']))
    return [`${path}: not of type ${JSON.stringify(schema['type'])}`];
  const { enum: allowed, pattern, minimum, maximum, minItems, items } = schema;
  const faults: string[] = [];
  if (Array.isArray(allowed) && !allowed.includes(value)) faults.push(`${path}: not in the enumeration`);
  if (typeof value === 'string' && typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) {
    faults.push(`${path}: not of the pattern`);
  }
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  if (typeof value === 'number') {
    if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) faults.push(`${path}: too small`);
    if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) faults.push(`${path}: too large`);
    if (typeof minimum === 'number' && value < minimum) faults.push(`${path}: too small`);
    if (typeof maximum === 'number' && value > maximum) faults.push(`${path}: too large`);
  }
  if (Array.isArray(value)) {
    if (typeof minItems === 'number' && value.length < minItems) faults.push(`${path}: too short`);
    return [
      ...faults,
      ...value.flatMap((item, index) => schemaFaults(items as JsonObject, item, closed, `${path}.${index}`)),
    ];
  }
  return typeof value === 'object' && value !== null ? objectFaults(schema, value, closed, path) : faults;
}

function objectFaults(schema: JsonObject, value: JsonObject, closed: boolean, path: string): string[] {
  const properties = (schema['properties'] ?? {}) as JsonObject;
  const required = (schema['required'] ?? []) as string[];
  const anyKey = schema['additionalProperties'] !== undefined || !closed;
  return [
    ...required.filter((key) => !Object.hasOwn(value, key)).map((key) => `${path}.${key}: missing`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      if (Object.hasOwn(properties, key))
        return schemaFaults(properties[key] as JsonObject, inner, closed, `${path}.${key}`);
      return anyKey ? [] : [`${path}.${key}: not in the schema`];
    }),
  ];
}

function hasType(value: Json, type: Json): boolean {
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number' || type === 'string' || type === 'boolean') return typeof value === type;
  throw new RangeError(`unknown type ${JSON.stringify(type)}`);
}
