import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findDelivery } from '#db/webhook-deliveries.ts';
import type { UserCtx } from '#shared/context.ts';
import { cancelJob } from '#shared/jobs/cancel-job.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { endJob } from '#shared/jobs/end-job.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { addWebhook } from '#shared/webhooks/add-webhook.ts';
import { sweepWebhooks } from '#shared/webhooks/sweep-webhooks.ts';
import { webhookEvents } from '#shared/webhooks/webhook-event.ts';
import { processErase } from '#worker/processors/process-erase.ts';
import { deliverWebhook } from '#worker/webhooks/deliver-webhook.ts';
import { startWebhookReceiver, type WebhookReceiver } from '#tests/harness/webhook-receiver.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

let receiver: WebhookReceiver;
let bench: WorkerBench;
let secret: string;
const never = new AbortController().signal;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  bench = await startWorkerBench({
    FEATURES_WEBHOOKS: 'true',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    WEBHOOK_PORTS: String(receiver.port),
    WEBHOOK_TIMEOUT_MS: '1000',
    WEBHOOK_MAX_ATTEMPTS: '2',
  });
  ({ secret } = await addWebhook(bench.user, { url: receiver.url, events: [...webhookEvents] }));
});
afterEach(async () => {
  await bench.close();
  await receiver.close();
});

/** A job that is cancelled before it began: the shortest way to an end. */
async function endedJob(user: UserCtx = bench.user): Promise<string> {
  const { jobId } = await createJob(user, {
    filename: 'secret-name.pdf',
    bytes: 10,
    sha256: 'a'.repeat(64),
    contentType: 'application/pdf',
  });
  await cancelJob(user, jobId);
  return jobId;
}

async function outbox(): Promise<string[]> {
  const rows = await bench.ctx.db
    .selectFrom('webhook_deliveries')
    .select('id')
    .orderBy('created_at')
    .execute();
  return rows.map(({ id }) => id);
}

async function onlyDelivery(user: UserCtx = bench.user): Promise<string> {
  await endedJob(user);
  const [id = '', ...more] = await outbox();
  expect(more).toEqual([]);
  return id;
}

const state = async (id: string) => {
  const row = await findDelivery(bench.ctx.db, id);
  return { status: row?.status, attempts: row?.attempts, failure: row?.last_failure };
};

describe('what arrives', () => {
  test('is signed as Standard Webhooks says, and says ids, status, cents and times, and nothing else', async () => {
    const deliveryId = await onlyDelivery();
    expect(await deliverWebhook(bench.ctx, { deliveryId, signal: never })).toBe('delivered');
    const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
    const said = new Webhook(secret).verify(body, headers) as { type: string; data: object };
    expect(headers['webhook-id']).toBe(deliveryId);
    expect(said.type).toBe('job.cancelled');
    expect(Object.keys(said.data)).toEqual([
      'jobId',
      'run',
      'status',
      'costCents',
      'createdAt',
      'finishedAt',
    ]);
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature');
    const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect(() => new Webhook(other).verify(body, headers)).toThrow('No matching signature');
  });

  test('comes once, however often its task runs, one after the other or at once', async () => {
    const deliveryId = await onlyDelivery();
    receiver.answer = (response) => void setTimeout(() => response.writeHead(200).end(), 100);
    const attempts = [1, 2, 3].map(async () =>
      deliverWebhook(bench.ctx, { deliveryId, signal: never }).catch(() => 'again'),
    );
    expect((await Promise.all(attempts)).toSorted()).toEqual(['again', 'again', 'delivered']);
    expect(await deliverWebhook(bench.ctx, { deliveryId, signal: never })).toBe('gone');
    expect(receiver.received).toHaveLength(1);
  });

  test('has one id in all its attempts', async () => {
    const deliveryId = await onlyDelivery();
    receiver.answer = (response) => void response.writeHead(500).end();
    await expect(deliverWebhook(bench.ctx, { deliveryId, signal: never })).rejects.toMatchObject({
      code: 'webhook-failed',
    });
    await deliverWebhook(bench.ctx, { deliveryId, signal: never });
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([deliveryId, deliveryId]);
    expect(await state(deliveryId)).toEqual({ status: 'FAILED', attempts: 2, failure: 'http-500' });
  });
});

describe('the outbox', () => {
  test('holds nothing of an end that was rolled back', async () => {
    const job = await bench.submit(Buffer.from('%PDF-1.4'));
    const rolledBack = bench.ctx.db.transaction().execute(async (tx) => {
      const end = {
        jobId: job.id,
        from: ['QUEUED' as const],
        to: 'FAILED' as const,
        event: 'ERROR' as const,
      };
      await endJob(tx, bench.ctx, end);
      const { count } = await tx
        .selectFrom('webhook_deliveries')
        .select((eb) => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow();
      throw new Error(`there was ${count}`);
    });
    await expect(rolledBack).rejects.toThrow('there was 1');
    expect(await outbox()).toEqual([]);
  });

  test('is rung for by the sweep where the doorbell was lost, once', async () => {
    const queues = { ...bench.user.queues, add: async () => Promise.reject(new Error('away')) };
    const user = { ...bench.user, queues };
    const deliveryId = await onlyDelivery(user);
    await bench.ctx.db.updateTable('webhook_deliveries').set({ ring_at: new Date() }).execute();
    const sweeps = await Promise.all([1, 2, 3].map(async () => sweepWebhooks(bench.ctx)));
    expect(sweeps.reduce((sum, { rung }) => sum + rung, 0)).toBe(1);
    expect(await bench.ctx.queues.waiting('notify')).toBe(1);
    await bench.ctx.db
      .updateTable('webhook_deliveries')
      .set({ status: 'FAILED', ended_at: new Date(Date.now() - 31 * 86_400_000) })
      .execute();
    expect(await sweepWebhooks(bench.ctx)).toEqual({ rung: 0, forgotten: 1 });
    expect(await findDelivery(bench.ctx.db, deliveryId)).toBeUndefined();
  });

  test('of an erased job goes with its rows; what tells of the erasure names its certificate', async () => {
    const jobId = await endedJob();
    expect(await outbox()).toHaveLength(1);
    await requestDeletion(bench.user, jobId);
    await sql`update deletion_manifests set uploads_expire_at = now()`.execute(bench.ctx.db);
    const task = { starts: 1, stalls: 0, lastAttempt: false, signal: never };
    await processErase(bench.ctx, { ...task, payload: { jobId, traceId: bench.ctx.traceId } });
    const rows = await bench.ctx.db.selectFrom('webhook_deliveries').selectAll().execute();
    expect(rows.map((row) => [row.event_type, row.job_id])).toEqual([['job.deleted', null]]);
    const said = JSON.parse(rows[0]?.body ?? '') as { data: Record<string, string> };
    const manifest = await bench.ctx.db
      .selectFrom('deletion_manifests')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(said.data).toMatchObject({ deletionId: manifest.id, jobId, status: 'COMPLETED' });
    expect(said.data['certificateSha256']).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]?.body).not.toContain('secret-name');
  });
});

describe('a receiver that', () => {
  test('sends elsewhere is not followed', async () => {
    const elsewhere = await startWebhookReceiver();
    receiver.answer = (response) => void response.writeHead(307, { location: elsewhere.url }).end();
    const deliveryId = await onlyDelivery();
    await deliverWebhook(bench.ctx, { deliveryId, signal: never }).catch(() => {});
    expect(elsewhere.received).toEqual([]);
    expect(await state(deliveryId)).toMatchObject({ status: 'PENDING', failure: 'http-307' });
    await elsewhere.close();
  });

  test('never answers is given up at the time limit', async () => {
    receiver.answer = () => {};
    const deliveryId = await onlyDelivery();
    await deliverWebhook(bench.ctx, { deliveryId, signal: never }).catch(() => {});
    expect(await state(deliveryId)).toMatchObject({ status: 'PENDING', failure: 'timeout' });
  });

  test('answers without end is read no further than its status', async () => {
    let sent = 0;
    receiver.answer = (response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(65_536);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    const deliveryId = await onlyDelivery();
    expect(await deliverWebhook(bench.ctx, { deliveryId, signal: never })).toBe('delivered');
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test('says that it is gone is told no more', async () => {
    receiver.answer = (response) => void response.writeHead(410).end();
    const deliveryId = await onlyDelivery();
    expect(await deliverWebhook(bench.ctx, { deliveryId, signal: never })).toBe('failed');
    expect(await state(deliveryId)).toEqual({ status: 'FAILED', attempts: 1, failure: 'http-410' });
  });
});

describe('a name that answers otherwise the second time', () => {
  const rename = async (url: string): Promise<void> => {
    await bench.ctx.db.updateTable('webhook_endpoints').set({ url }).execute();
  };

  test('is asked once; the connection goes to what was checked, under the host’s own name', async () => {
    const deliveryId = await onlyDelivery();
    await rename(`http://hooks.example:${receiver.port}/hook`);
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    };
    expect(await deliverWebhook(bench.ctx, { deliveryId, signal: never, resolve })).toBe('delivered');
    expect(asked).toBe(1);
    expect(receiver.received[0]?.headers['host']).toBe(`hooks.example:${receiver.port}`);
  });

  test('reaches nothing private: neither when it was public at the check, nor afterwards', async () => {
    const deliveryId = await onlyDelivery();
    await rename(`https://hooks.example:${receiver.port}/hook`);
    const strict = { ...bench.ctx, config: { ...bench.ctx.config, WEBHOOK_ALLOW_PRIVATE: false } };
    // Public by its form, but of a block that nobody was given.
    const answers = ['2d00::1', '127.0.0.1'];
    const resolve = async () => {
      const address = answers.shift() ?? '127.0.0.1';
      return [{ address, family: address.includes(':') ? 6 : 4 }];
    };
    const attempt = async () =>
      deliverWebhook(strict, { deliveryId, signal: never, resolve }).catch(() => {});
    await attempt();
    expect(answers).toEqual(['127.0.0.1']);
    expect((await state(deliveryId)).failure).not.toBe('webhook-refused');
    await attempt();
    expect(await state(deliveryId)).toEqual({ status: 'FAILED', attempts: 2, failure: 'webhook-refused' });
    expect(receiver.received).toEqual([]);
  });
});
