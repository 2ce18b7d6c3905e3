import { InputError } from '../core/errors.ts';
import { baseURLVariable } from '../core/models/keyVariables.ts';

/** A base URL that no key or prompt may be sent to. */
export class EndpointError extends InputError {
  readonly account: string;

  constructor(account: string, why: string) {
    super(`The base URL of ${account} cannot be used: ${why}. Set ${baseURLVariable(account)}.`);
    this.account = account;
  }
}

/** The URL without a trailing slash. @throws EndpointError unless it is https, or http on this machine. */
export function checkedBaseURL(account: string, text: string): string {
  const url = URL.parse(text);
  if (!url) throw new EndpointError(account, 'it is not a URL');
  if (url.username !== '' || url.password !== '') throw new EndpointError(account, 'it holds a user name or password');
  if (url.search !== '' || url.hash !== '') throw new EndpointError(account, 'it has a query or a fragment');
  const plainHTTP = url.protocol === 'http:';
  if (!plainHTTP && url.protocol !== 'https:') throw new EndpointError(account, 'it is neither https nor http');
  if (plainHTTP && !isLoopback(text))
    throw new EndpointError(account, `plain http to ${url.host} would show keys and prompts to the network; use https`);
  return url.href.replace(/\/+$/, '');
}

/** Whether the URL's host is this machine, whatever its name server says. */
export function isLoopback(text: string): boolean {
  const hostname = URL.parse(text)?.hostname ?? '';
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
