import { randomBytes } from 'node:crypto';
import { FailureError } from '../core/errors.ts';
import type { World } from '../engine/profileOptions.ts';
import { startGateway } from '../gateway/gateway.ts';
import { isLoopback } from '../providers/endpoint.ts';
import type { Cascade, CascadeEvent } from '../runtime/cascade.ts';
import { openCascade } from '../runtime/openCascade.ts';
import { type CascadeFlags, cascadeSettingOf } from './cascadeFlags.ts';
import { number, wholeNumber } from './flagValues.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

export interface ServeFlags extends CascadeFlags {
  readonly port: string;
  readonly host: string;
  readonly token?: string;
  readonly maxBody: string;
  readonly maxRequests: string;
}

export interface ServeDeps {
  readonly terminal: Terminal;
  readonly world: World;
  readonly signal: AbortSignal;
  /** From the environment. */
  readonly token: string | undefined;
}

class PortError extends FailureError {
  constructor(host: string, port: number, cause: unknown) {
    super(
      `Cannot listen on ${host}:${port} (${cause instanceof Error ? cause.message : String(cause)}). Choose another --port or --host.`,
      { cause },
    );
  }
}

/** Serves routing configs as models until the signal is aborted, then finishes what is under way. */
export async function serve(configFiles: readonly string[], flags: ServeFlags, deps: ServeDeps): Promise<void> {
  const { terminal, world, signal } = deps;
  const port = number(
    '--port',
    flags.port,
    (value) => Number.isInteger(value) && 0 <= value && value <= 65_535,
    'a port, 0 (any free one) to 65535',
  );
  const mostBodyBytes = wholeNumber('--max-body', flags.maxBody, 1);
  const mostRequests = wholeNumber('--max-requests', flags.maxRequests, 1);
  const given = (flags.token ?? deps.token)?.trim();
  if (given === '')
    throw new UsageError('The token (--token or DOWNTIER_TOKEN) is empty. Leave it out to have one made.');
  if (given !== undefined && !/^[\x21-\x7e]+$/.test(given))
    throw new UsageError('The token (--token or DOWNTIER_TOKEN) may hold only visible ASCII: it is sent in a header.');
  const token = given ?? randomBytes(24).toString('base64url');
  const setting = await cascadeSettingOf(flags, world);
  const cascades: Cascade[] = [];
  try {
    for (const file of configFiles) {
      // One of many gateways has the student; the others must serve all the same, and one that starts while its predecessor still ends too.
      const options = { ...setting.options, withoutBusyStudent: true, onEvent: studentLog(file, terminal) };
      cascades.push(await openCascade(file, options, setting.world));
    }
    requireDistinctNames(cascades);
    for (const warning of cascades.flatMap(({ warnings }) => warnings)) terminal.log(`Warning: ${warning}\n`);
    const onError = (error: unknown) => terminal.log(`${error instanceof Error ? error.stack : String(error)}\n`);
    const gateway = await startGateway({
      cascades,
      token,
      host: flags.host,
      port,
      mostBodyBytes,
      mostRequests,
      onError,
    }).catch((error: unknown) => {
      throw new PortError(flags.host, port, error);
    });
    terminal.out(`Serving ${cascades.map(({ name }) => name).join(', ')} at ${gateway.url}/v1\n`);
    if (!isLoopback(gateway.url))
      terminal.log('Warning: others can reach this address, and it is plain http. Put TLS in front of it.\n');
    if (given === undefined) terminal.log(`Token for this run: ${token}\n`);
    await aborted(signal);
    terminal.log('Finishing the requests under way.\n');
    await gateway.close();
  } finally {
    try {
      await Promise.all(cascades.map((cascade) => cascade.close()));
    } finally {
      await setting.close();
    }
  }
}

/** What a student may and may not do is for whoever watches the gateway to know. */
function studentLog(file: string, terminal: Terminal) {
  return (event: CascadeEvent) => {
    if (event.type !== 'student') return;
    const about = event.kind === 'not saved' ? event.why : studentWords[event.kind];
    terminal.log(`${file}: the student is ${event.kind}. ${about}\n`);
  };
}

const studentWords = {
  live: 'It answers what it is sure of.',
  rested: 'The stages answer all until its delta has room again.',
  suspended:
    'Warning: its latest answers differed more often than its delta allows. The stages answer all until it has earned its place again.',
} as const;

function requireDistinctNames(cascades: readonly Cascade[]): void {
  const names = cascades.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UsageError(`Two configs are called "${twice}", and a model has one name. Rename one of the files.`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
