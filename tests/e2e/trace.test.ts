import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { newTraceId } from '#shared/trace.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { scanOfPages } from '#tests/harness/samples.ts';
import { type ServeProcess, spawnServe } from '#tests/harness/spawn-serve.ts';
import { startWebhookReceiver, type WebhookReceiver } from '#tests/harness/webhook-receiver.ts';

describe.each(queueBackends())('a trace on $name', ({ redisUrl }) => {
  let receiver: WebhookReceiver;
  let serve: ServeProcess;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    serve = await spawnServe({
      REDIS_URL: redisUrl,
      LOG_LEVEL: 'debug',
      OCR_ENGINE: 'null',
      FEATURES_WEBHOOKS: 'true',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      WEBHOOK_PORTS: String(receiver.port),
    });
  });
  afterAll(async () => {
    await serve.close();
    await receiver.close();
  });

  test('goes from the call to its answer, the audit rows, the worker’s log lines and the webhook', async () => {
    const traceId = newTraceId();
    const call = async (method: string, path: string, body?: object): Promise<Response> =>
      fetch(`${serve.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${serve.key}`,
          'content-type': 'application/json',
          traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    expect((await call('POST', '/api/webhooks', { url: receiver.url })).status).toBe(201);
    const bytes = await scanOfPages(1);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const created = await call('POST', '/api/jobs', { filename: 'a.pdf', bytes: bytes.length, sha256 });
    expect(created.headers.get('traceparent')).toContain(`-${traceId}-`);
    expect(created.headers.get('x-trace-id')?.replaceAll('-', '')).toBe(traceId);
    const { jobId, upload } = (await created.json()) as {
      jobId: string;
      upload: { url: string; headers: Record<string, string> };
    };
    await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: Buffer.from(bytes) });
    await call('POST', `/api/jobs/${jobId}/start`);
    await waitUntil(
      async () => Promise.resolve(receiver.received.length),
      (count) => count > 0,
    );

    expect(receiver.received[0]?.headers['traceparent']).toContain(`-${traceId}-`);
    const { events } = (await (await call('GET', `/api/jobs/${jobId}/audit`)).json()) as {
      events: { eventType: string; traceId: string }[];
    };
    expect(events.map(({ eventType }) => eventType)).toEqual(
      expect.arrayContaining(['CREATED', 'ENQUEUED', 'STARTED', 'EXTRACTED']),
    );
    expect(new Set(events.map((event) => event.traceId))).toEqual(new Set([traceId]));
    const told = (): string[] =>
      serve
        .log()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as { traceId?: string; queue?: string; msg: string })
        .filter((line) => line.traceId === traceId && line.msg === 'a task is done')
        .map(({ queue = '' }) => queue);
    const queues = await waitUntil(
      async () => Promise.resolve(told()),
      (lines) => lines.includes('notify'),
    );
    expect(new Set(queues)).toEqual(new Set(['open', 'page', 'assemble', 'notify']));
  });
});
