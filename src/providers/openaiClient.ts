import type { OpenAI } from 'openai';
import { clientOptions } from './clientOptions.ts';
import type { ProviderOptions } from './providerOptions.ts';
import { hasErrorClasses } from './sdkErrors.ts';
import { streamFetch } from './streamFetch.ts';
import { loadUsageReader, type UsageShape } from './usageFrom.ts';

/** Where OpenAI's protocol is spoken, and with whose client. */
export interface OpenAIConnection extends ProviderOptions {
  /** The answer's `usage.cost` is what was charged, in USD. */
  readonly reportsCost?: boolean;
  /** The caller's own client; absent: one is made. */
  readonly client?: OpenAI;
}

/** Loads the SDK and makes its client. Sends nothing. */
export async function connectToOpenAI(options: OpenAIConnection, api: UsageShape['api']) {
  const { account, reportsCost } = options;
  const readUsage = await loadUsageReader({ account, api, ...(reportsCost ? { reportsCost } : {}) });
  if (!options.client) return { ...(await createClient(options)), readUsage };
  // The classes of the client's own copy of the SDK: its errors are theirs.
  const own: unknown = options.client.constructor;
  const sdk = hasErrorClasses(own) ? own : (await import('openai')).OpenAI;
  return { client: options.client, streaming: options.client, sdk, readUsage };
}

async function createClient(options: OpenAIConnection) {
  const { OpenAI: sdk } = await import('openai');
  const client: OpenAI = new sdk({
    ...clientOptions(options),
    adminAPIKey: null,
    // The organisation and project of OpenAI's own environment variables are nobody else's business.
    ...(options.account === 'openai' ? {} : { organization: null, project: null }),
  });
  return { client, streaming: client.withOptions({ fetch: streamFetch }), sdk };
}
