import { InputError } from '../errors.ts';
import { ROUTING_CONFIG_VERSION, type RoutingConfig, routingConfigSchema } from './routingConfig.ts';

const LONGEST_VALUE_SHOWN = 60;

/** A routing config that cannot be used: not JSON, not of the format, or of a newer one. */
export class RoutingConfigError extends InputError {
  readonly file: string;

  constructor(file: string, why: string, cause?: unknown) {
    super(`${file}: ${why}`, { cause });
    this.file = file;
  }
}

/**
 * Reads a routing config. Unknown keys are passed over, so that minor additions do no harm; a newer version is refused. Nothing in it is executed.
 * @throws RoutingConfigError
 */
export function readRoutingConfig(file: string, text: string): RoutingConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RoutingConfigError(
      file,
      `this is not JSON (${detail}). Profile the prompt again to write it anew.`,
      error,
    );
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > ROUTING_CONFIG_VERSION) {
    throw new RoutingConfigError(
      file,
      `it has format version ${version} and this Downtier reads up to ${ROUTING_CONFIG_VERSION}. Update Downtier.`,
    );
  }
  const result = routingConfigSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RoutingConfigError(
    file,
    `${whatIsWrong(value, issue?.path ?? [])}. Mend it or profile the prompt again.`,
    result.error,
  );
}

/** In words of our own: zod's small edition has none. */
function whatIsWrong(config: unknown, path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'this is not a routing config';
  const found = path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    config,
  );
  if (found === undefined) return `${path.join('.')} is missing`;
  return `${path.join('.')} cannot be ${JSON.stringify(found).slice(0, LONGEST_VALUE_SHOWN)}`;
}
