import { type Context, type Span, trace, type Tracer } from '@opentelemetry/api';
import { afterEach, describe, expect, test } from 'vitest';
import { newTraceId } from '#shared/trace.ts';
import { openTracing } from '#worker/open-tracing.ts';

interface Recorded {
  name: string;
  traceId: string | undefined;
  ended: boolean;
  failed: boolean;
}

afterEach(() => trace.disable());

/** As much of an SDK as is asked for here. */
function recordSpans(): Recorded[] {
  const spans: Recorded[] = [];
  const startActiveSpan = async (
    ...[name, , context, work]: [string, object, Context, (span: Span) => unknown]
  ) => {
    const recorded = { name, traceId: trace.getSpanContext(context)?.traceId, ended: false, failed: false };
    spans.push(recorded);
    const span = { end: () => (recorded.ended = true), setStatus: () => (recorded.failed = true) };
    return work(span as unknown as Span);
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startActiveSpan }) as unknown as Tracer });
  return spans;
}

describe('with an address to tell of it', () => {
  const config = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

  test('a task is a span of the trace that it carries, ended whatever becomes of it', async () => {
    const spans = recordSpans();
    const traceTask = await openTracing(config);
    const traceId = newTraceId();
    await traceTask({ queue: 'page', traceId }, async () => {});
    const failing = traceTask({ queue: 'open', traceId }, async () => Promise.reject(new Error('away')));
    await expect(failing).rejects.toThrow('away');
    expect(spans).toEqual([
      { name: 'process page', traceId, ended: true, failed: false },
      { name: 'process open', traceId, ended: true, failed: true },
    ]);
  });
});

test('without an address a task is done and nothing is told', async () => {
  const spans = recordSpans();
  const traceTask = await openTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: undefined });
  let done = 0;
  await traceTask({ queue: 'page', traceId: newTraceId() }, async () => {
    done += 1;
  });
  expect([done, spans]).toEqual([1, []]);
});
