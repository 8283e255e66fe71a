import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { AddedWebhook } from '#shared/webhooks/add-webhook.ts';
import type { WebhookView } from '#shared/webhooks/webhook-view.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';
import {
  type Received,
  startWebhookReceiver,
  type WebhookReceiver,
} from '#tests/harness/webhook-receiver.ts';

const add = async (system: TestSystem, body: object, key = system.key): Promise<Response> =>
  system.fetch('/api/webhooks', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${key}` },
  });

const list = async (system: TestSystem): Promise<WebhookView[]> => {
  const answer = await system.fetch('/api/webhooks');
  return ((await answer.json()) as { webhooks: WebhookView[] }).webhooks;
};

describe.each(queueBackends())('webhooks on $name', ({ redisUrl }) => {
  let receiver: WebhookReceiver;
  let system: TestSystem;
  let webhook: AddedWebhook;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    system = await startTestSystem({
      REDIS_URL: redisUrl,
      OCR_ENGINE: 'null',
      FEATURES_WEBHOOKS: 'true',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      WEBHOOK_PORTS: String(receiver.port),
      WEBHOOK_FIRST_WAIT_MS: '20',
      WEBHOOK_TIMEOUT_MS: '500',
      WEBHOOK_MAX_ATTEMPTS: '4',
    });
    webhook = (await (await add(system, { url: receiver.url })).json()) as AddedWebhook;
  });
  afterAll(async () => {
    await system.close();
    await receiver.close();
  });

  const typeOf = ({ body, headers }: Received): string =>
    (new Webhook(webhook.secret).verify(body, headers) as { type: string }).type;
  const receivedOf = async (jobId: string, count: number): Promise<Received[]> =>
    waitUntil(
      async () => Promise.resolve(receiver.received.filter(({ body }) => body.includes(jobId))),
      (found) => found.length >= count,
    );
  const settled = async (): Promise<WebhookView['deliveries'] | undefined> =>
    waitUntil(
      async () => (await list(system))[0]?.deliveries,
      (deliveries) => deliveries?.pending === 0,
    );

  test('tell of an end and of an erasure, signed, each once', async () => {
    receiver.answer = (response) => void response.writeHead(204).end();
    const { jobId } = await system.client.submit('a.pdf', onePagePdf({ content: '' }));
    await receivedOf(jobId, 1);
    await system.fetch(`/api/jobs/${jobId}/delete`, { method: 'POST' });
    await receivedOf(jobId, 2);
    await settled();
    expect((await receivedOf(jobId, 2)).map(typeOf)).toEqual(['job.completed', 'job.deleted']);
  });

  test('are tried again after an error and after silence, under one id, until they arrive', async () => {
    const answers = [500, null, 302, 200];
    receiver.answer = (response) => {
      const status = answers.shift();
      // null: no answer at all.
      if (status !== null) response.writeHead(status ?? 200, { location: receiver.url }).end();
    };
    const { jobId } = await system.client.submit('not.pdf', Buffer.from('%PDF-1.4 broken'));
    const tries = await receivedOf(jobId, 4);
    expect(tries.map(typeOf)).toEqual(Array.from({ length: 4 }, () => 'job.failed'));
    expect(new Set(tries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await settled()).toMatchObject({ pending: 0, failed: 0 });
    expect(receiver.received.filter(({ body }) => body.includes(jobId))).toHaveLength(4);
  });

  test('are given up after the last attempt', async () => {
    receiver.answer = (response) => void response.writeHead(503).end();
    const { jobId } = await system.client.submit('not.pdf', Buffer.from('%PDF-1.4 broken'));
    await receivedOf(jobId, 4);
    expect(await settled()).toMatchObject({ pending: 0, failed: 1 });
    expect(receiver.received.filter(({ body }) => body.includes(jobId))).toHaveLength(4);
  });
});

describe('the registration of webhooks', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem({ FEATURES_WEBHOOKS: 'true' }, { withWorker: false });
  });
  afterAll(async () => system.close());

  test('shows the secret once, and is told in the trail', async () => {
    const answer = await add(system, { url: 'https://hooks.example/x', events: ['job.deleted'] });
    const added = (await answer.json()) as AddedWebhook;
    expect(added.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const [listed] = await list(system);
    expect(listed).toEqual({
      webhookId: added.webhookId,
      url: 'https://hooks.example/x',
      events: ['job.deleted'],
      createdAt: added.createdAt,
      deliveries: { pending: 0, delivered: 0, failed: 0 },
    });
    const removed = await system.fetch(`/api/webhooks/${added.webhookId}`, { method: 'DELETE' });
    expect([removed.status, await list(system)]).toEqual([204, []]);
    const rows = await system.services.db
      .selectFrom('audit_events')
      .select(['event_type', 'user_id'])
      .where('event_type', 'like', 'WEBHOOK%')
      .orderBy('created_at')
      .execute();
    expect(rows).toEqual([
      { event_type: 'WEBHOOK_ADDED', user_id: 'user-of-tenant-a' },
      { event_type: 'WEBHOOK_REMOVED', user_id: 'user-of-tenant-a' },
    ]);
  });

  test('refuses a bad address, an unknown event, an unknown field, and one too many', async () => {
    const codes = async (body: object) => ((await (await add(system, body)).json()) as { code: string }).code;
    expect(await codes({ url: 'http://hooks.example/' })).toBe('webhook-refused');
    expect(await codes({ url: 'https://0x7f.1/' })).toBe('webhook-refused');
    expect(await codes({ url: 'https://hooks.example/', events: ['job.started'] })).toBe('malformed-request');
    expect(await codes({ url: 'https://hooks.example/', secret: 'mine' })).toBe('malformed-request');
    const many = Array.from({ length: 12 }, async (_, index) =>
      add(system, { url: `https://h${index}.example/` }),
    );
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.filter((status) => status === 422)).toHaveLength(2);
  });

  test('wants the scope admin, and of another tenant’s webhook knows nothing', async () => {
    const reader = await system.newKey('tenant-a', ['jobs:read', 'jobs:write', 'audit:read', 'erase']);
    expect((await add(system, { url: 'https://hooks.example/' }, reader)).status).toBe(403);
    const foreign = await system.newKey('tenant-b');
    const [{ webhookId } = { webhookId: '' }] = await list(system);
    const remove = async (id: string) => {
      const headers = { authorization: `Bearer ${foreign}` };
      const answer = await system.fetch(`/api/webhooks/${id}`, { method: 'DELETE', headers });
      return [answer.status, ((await answer.json()) as { detail: string }).detail];
    };
    expect(await remove(webhookId)).toEqual([404, 'There is no such webhook.']);
    expect(await remove('0197a000-0000-7000-8000-000000000000')).toEqual(await remove(webhookId));
    expect(await remove('no-id')).toEqual(await remove(webhookId));
  });
});

test('webhooks are off unless they are switched on', async () => {
  const system = await startTestSystem({}, { withWorker: false });
  expect((await add(system, { url: 'https://hooks.example/' })).status).toBe(404);
  expect((await system.fetch('/api/webhooks')).status).toBe(404);
  await system.close();
});
