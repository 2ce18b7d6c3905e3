/** The part of an OpenTelemetry tracer that is used; `trace.getTracer('app')` is one. */
export interface Tracer {
  startSpan(name: string, options?: { attributes?: Record<string, string | number | boolean> }): Span;
}

export interface Span {
  setAttribute(key: string, value: string | number | boolean): unknown;
  recordException(error: Error): void;
  end(): void;
}

/** Runs `work` in a span that ends with it and records what it rejects with. */
export async function traced<T>(
  tracer: Tracer | undefined,
  name: string,
  attributes: Record<string, string | number | boolean>,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  if (!tracer) return work(undefined);
  const span = tracer.startSpan(name, { attributes });
  try {
    return await work(span);
  } catch (error) {
    span.recordException(error instanceof Error ? error : new Error(String(error)));
    throw error;
  } finally {
    span.end();
  }
}
