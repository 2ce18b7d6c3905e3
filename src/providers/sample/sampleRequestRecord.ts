import type { IncomingHttpHeaders } from 'node:http';

/** A call as it arrived: what the journal of a provider would hold. */
export interface SampleRequestRecord {
  /** From 1, in order of arrival. */
  readonly number: number;
  readonly api: 'openai' | 'anthropic';
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; undefined when it was not JSON. */
  readonly body: unknown;
}
