import { InputError } from '../errors.ts';
import { ROUTING_CONFIG_VERSION, type RoutingConfig, routingConfigSchema } from './routingConfig.ts';

const LONGEST_VALUE_SHOWN = 60;

/** What is wrong with a routing config: not JSON, of a newer format, or not of the format. */
export type RoutingConfigFault = 'unreadable-config' | 'newer-config' | 'invalid-config';

/** A routing config that cannot be used. */
export class RoutingConfigError extends InputError {
  readonly file: string;
  readonly fault: RoutingConfigFault;
  /** The message without the file's name. */
  readonly why: string;
  /** Keys that lead to what is wrong; empty: the whole. */
  readonly path: readonly PropertyKey[];

  constructor(
    file: string,
    why: string,
    { fault, path = [], cause }: { fault: RoutingConfigFault; path?: readonly PropertyKey[]; cause?: unknown },
  ) {
    super(`${file}: ${why}`, { cause });
    this.file = file;
    this.fault = fault;
    this.why = why;
    this.path = path;
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
    const why = `this is not JSON (${detail}). Profile the prompt again to write it anew.`;
    throw new RoutingConfigError(file, why, { fault: 'unreadable-config', cause: error });
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > ROUTING_CONFIG_VERSION) {
    throw new RoutingConfigError(
      file,
      `it has format version ${version} and this Downtier reads up to ${ROUTING_CONFIG_VERSION}. Update Downtier.`,
      { fault: 'newer-config', path: ['version'] },
    );
  }
  const result = routingConfigSchema.safeParse(value);
  if (result.success) {
    requireStudentLabels(file, result.data);
    requireStudentEmbeddings(file, result.data);
    return withWholeShares(file, result.data);
  }
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const why = `${whatIsWrong(value, path)}. Mend it or profile the prompt again.`;
  throw new RoutingConfigError(file, why, { fault: 'invalid-config', path, cause: result.error });
}

/** Shares are written with nine digits. */
const SHARE_TOLERANCE = 1e-6;

function withWholeShares(file: string, config: RoutingConfig): RoutingConfig {
  const sum = config.stages.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) <= SHARE_TOLERANCE) return config;
  const why = `the shares of the stages sum to ${Number(sum.toPrecision(6))} and must sum to 1. Mend them or profile the prompt again.`;
  throw new RoutingConfigError(file, why, { fault: 'invalid-config', path: ['stages'] });
}

/** A student answers with labels, and its deviations are counted by them. @throws RoutingConfigError for a student without labels */
export function requireStudentLabels(file: string, { student, evidence }: RoutingConfig): void {
  const { name, labels = [] } = evidence.equivalence;
  if (!student || (name === 'label' && new Set(labels).size >= 2)) return;
  const why =
    'it has a student, and a student needs outputs that are compared by two labels or more (evidence.equivalence.labels). ' +
    'Profile the prompt with --equivalence label --labels A,B, or take the section "student" out.';
  throw new RoutingConfigError(file, why, { fault: 'invalid-config', path: ['student'] });
}

/** @throws RoutingConfigError for a student that would learn from embeddings which nobody gives */
function requireStudentEmbeddings(file: string, { student, embeddings }: RoutingConfig): void {
  if (!student?.embeddings || embeddings) return;
  const why =
    'its student learns from embeddings, and the section "embeddings" is missing. Add it, or take "student.embeddings" out.';
  throw new RoutingConfigError(file, why, { fault: 'invalid-config', path: ['student', 'embeddings'] });
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
