/** The `fetch` of streamed answers. It follows no redirect: a key is sent to no other host. */
export function streamFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  return fetch(input, { ...init, redirect: 'error' });
}
