import { httpFetch } from './httpFetch.ts';
import type { ProviderOptions } from './providerOptions.ts';

/** What the clients of both SDKs are made with. Retries are ours: every attempt is paid for and journaled by itself. */
export function clientOptions({ apiKey, baseURL, timeoutMs }: ProviderOptions) {
  return {
    // A credential of our own keeps the SDKs from looking for others in the environment and in files.
    apiKey: apiKey ?? 'none',
    ...(apiKey === undefined ? { defaultHeaders: { authorization: null } } : {}),
    baseURL,
    timeout: timeoutMs,
    maxRetries: 0,
    logLevel: 'off',
    fetch: httpFetch,
    // An editor's extension host may look like a browser; keys never reach a page here.
    dangerouslyAllowBrowser: true,
  } as const;
}
