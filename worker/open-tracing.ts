import { randomBytes } from 'node:crypto';
import type { Config } from '#shared/config.ts';

export interface TracedTask {
  queue: string;
  traceId: string;
}

/** Does `work` as a span of the trace that the task carries. Throws what it throws. */
export type TraceTask = (task: TracedTask, work: () => Promise<void>) => Promise<void>;

/**
 * With OTEL_EXPORTER_OTLP_ENDPOINT each task becomes a span of OpenTelemetry, under the trace id that stands in the audit
 * rows and the log, whoever began it: the queue carries the id alone, so that the span's parent is one of that trace
 * which nobody has exported. The SDK is the operator's (`node --import`); without one the spans go nowhere. Without the
 * variable nothing is loaded.
 */
export async function openTracing(config: Pick<Config, 'OTEL_EXPORTER_OTLP_ENDPOINT'>): Promise<TraceTask> {
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return async (_task, work) => work();
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } = await import('@opentelemetry/api');
  const tracer = trace.getTracer('ledgerlift');
  return async ({ queue, traceId }, work) => {
    const spanId = randomBytes(8).toString('hex');
    const parent = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
    const options = { kind: SpanKind.CONSUMER, attributes: { 'messaging.destination.name': queue } };
    await tracer.startActiveSpan(
      `process ${queue}`,
      options,
      trace.setSpanContext(ROOT_CONTEXT, parent),
      async (span) => {
        try {
          await work();
        } catch (error) {
          // Its name alone: a message may carry what belongs into our log only.
          span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : '' });
          throw error;
        } finally {
          span.end();
        }
      },
    );
  };
}
