import { isMap, isScalar, type ParsedNode, parseDocument } from 'yaml';
import * as z from 'zod';
import { InputError } from '../errors.ts';
import { type Finding, rangeOfOffsets } from '../findings.ts';
import type { ModelId } from './chatModel.ts';
import { canonicalId } from './modelId.ts';

const rate = z.number().nonnegative();

const overrideSchema = z
  .strictObject({
    inputUSDPer1M: rate.optional(),
    outputUSDPer1M: rate.optional(),
    cachedInputUSDPer1M: rate.optional(),
    cacheWriteUSDPer1M: rate.optional(),
    USDPerSecond: rate.optional(),
  })
  .refine(
    ({ inputUSDPer1M, outputUSDPer1M, USDPerSecond }) =>
      (inputUSDPer1M === undefined) === (outputUSDPer1M === undefined) &&
      (inputUSDPer1M !== undefined || USDPerSecond !== undefined),
    { error: 'a price needs both inputUSDPer1M and outputUSDPer1M, or USDPerSecond, or all three' },
  );

const fileSchema = z.strictObject({ models: z.record(z.string(), overrideSchema) });

/** The user's own price of a model, in USD. With `USDPerSecond` alone, tokens cost nothing by themselves. */
export type PriceOverride = z.infer<typeof overrideSchema>;

/** By canonical model id; a name that is no model id (a recording's) stands as written. */
export type PriceOverrides = ReadonlyMap<ModelId, PriceOverride>;

export interface PriceOverrideReading {
  /** Undefined when anything is wrong: half a price list is not used. */
  readonly overrides: PriceOverrides | undefined;
  readonly findings: readonly Finding[];
}

/** A price file that cannot be used; the message lists each finding as `file:line`. */
export class PriceOverrideError extends InputError {
  readonly file: string;
  readonly findings: readonly Finding[];

  constructor(file: string, findings: readonly Finding[]) {
    const lines = findings.map(({ range, message }) => `${file}:${range.start.line + 1}: ${message}`);
    super(`The price file cannot be used.\n${lines.join('\n')}`);
    this.file = file;
    this.findings = findings;
  }
}

/** Reads `{ "models": { "openai/gpt-x": { "inputUSDPer1M": 1, "outputUSDPer1M": 4 } } }`. Never throws. */
export function readPriceOverrides(text: string): PriceOverrideReading {
  // YAML's parser with the JSON schema: it takes JSON, and unlike JSON.parse it knows where each value stands.
  const document = parseDocument(text, { schema: 'json', prettyErrors: false });
  const syntaxError = document.errors[0];
  if (syntaxError) return failed(text, 'invalid-json', `this is not JSON: ${syntaxError.message}`, syntaxError.pos);

  const result = fileSchema.safeParse(document.toJS());
  if (!result.success) {
    const findings = result.error.issues.map((issue) =>
      finding(text, 'invalid-price', describe(issue), offsetsOf(document.contents, issue.path)),
    );
    return { overrides: undefined, findings };
  }
  return byCanonicalId(text, document.contents, result.data.models);
}

function byCanonicalId(
  text: string,
  root: ParsedNode | null,
  models: Readonly<Record<string, PriceOverride>>,
): PriceOverrideReading {
  const overrides = new Map<ModelId, PriceOverride>();
  for (const [name, price] of Object.entries(models)) {
    const id = canonicalId(name);
    if (overrides.has(id)) {
      return failed(text, 'price-given-twice', `${id} is priced twice`, offsetsOf(root, ['models', name]));
    }
    overrides.set(id, price);
  }
  return { overrides, findings: [] };
}

function failed(text: string, code: string, message: string, offsets: readonly [number, number]): PriceOverrideReading {
  return { overrides: undefined, findings: [finding(text, code, message, offsets)] };
}

function finding(text: string, code: string, message: string, [start, end]: readonly [number, number]): Finding {
  return { code, severity: 'error', message, range: rangeOfOffsets(text, start, end) };
}

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.join(' > ');
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

/** Where the value at `path` stands, or the nearest thing around it that exists. */
function offsetsOf(root: ParsedNode | null, path: readonly PropertyKey[]): readonly [number, number] {
  let offsets = offsetsOfNode(root);
  let node: unknown = root;
  for (const key of path) {
    if (!isMap<unknown, ParsedNode>(node)) break;
    const pair = node.items.find((item) => (isScalar(item.key) ? item.key.value : item.key) === key);
    if (!pair) break;
    offsets = offsetsOfNode(pair.key as ParsedNode);
    node = pair.value;
  }
  return offsets;
}

function offsetsOfNode(node: ParsedNode | null): readonly [number, number] {
  return node?.range ? [node.range[0], node.range[1]] : [0, 0];
}
