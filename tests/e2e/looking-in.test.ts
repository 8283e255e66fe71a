import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { openServices } from '#shared/open-services.ts';
import { NullEngine } from '#worker/ocr/null-engine.ts';
import { startWorker } from '#worker/start-worker.ts';
import { parseExposition, type Sample } from '#tests/harness/parse-exposition.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { scanOfPages } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';
import { unusedPort } from '#tests/harness/unused-port.ts';

const token = 'a-token-that-nobody-has';
const bearer = { authorization: `Bearer ${token}` };

describe.each(queueBackends())('looking into a worker on $name', ({ redisUrl }) => {
  let system: TestSystem;
  let port: number;
  beforeAll(async () => {
    port = await unusedPort();
    system = await startTestSystem({
      REDIS_URL: redisUrl,
      WORKER_PORT: String(port),
      METRICS_TOKEN: token,
      OCR_ENGINE: 'fixed-latency',
      OCR_FIXED_LATENCY_MS: '10',
    });
  });
  afterAll(async () => system.close());

  const get = async (path: string, headers: Record<string, string> = bearer, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers, method });
  const scrape = async (): Promise<Sample[]> => parseExposition(await (await get('/metrics')).text());

  test('counts what a job has done, and names no tenant, job or user', async () => {
    const { jobId } = await system.client.submit('scan.pdf', await scanOfPages(2));
    await waitUntil(
      async () => system.client.job(jobId),
      ({ status }) => status === 'COMPLETED',
    );
    // The last task leaves the queue a moment after its job has ended.
    const queued = (found: Sample[]) => found.filter(({ name }) => name === 'ledgerlift_queue_tasks');
    const samples = await waitUntil(scrape, (found) => queued(found).every((sample) => sample.value === 0));
    expect(value(samples, 'jobs_ended_total', 'COMPLETED')).toBe(1);
    expect(value(samples, 'pages_total', 'done')).toBe(2);
    expect(value(samples, 'pages_total', 'skipped')).toBe(0);
    expect(value(samples, 'charged_cents_total')).toBe(24);
    expect(value(samples, 'page_read_seconds_count', 'ocr')).toBe(2);
    expect(value(samples, 'ocr_confidence_ratio_count')).toBe(2);
    for (const queue of ['open', 'page', 'assemble', 'export', 'erase', 'notify'])
      expect(value(samples, 'queue_tasks', queue)).toBe(0);
    expect(value(samples, 'audit_events_waiting')).toBeGreaterThanOrEqual(0);
    expect(value(samples, 'audit_events_refused_total')).toBe(0);
    expect(value(samples, 'audit_events_dead_total')).toBe(0);
    for (const what of ['deletion', 'queued_job', 'webhook'])
      expect(value(samples, 'oldest_waiting_seconds', what)).toBe(0);
    expect(samples.find(({ name }) => name === 'process_resident_memory_bytes')?.value).toBeGreaterThan(0);
    const labels = new Set(samples.flatMap((sample) => Object.keys(sample.labels)));
    for (const label of ['tenant', 'tenantId', 'job', 'jobId', 'user', 'userId', 'trace'])
      expect(labels).not.toContain(label);
  });

  test('tells the platform without a token whether it lives and can work', async () => {
    expect(await (await get('/health/live', {})).json()).toEqual({ status: 'ok' });
    expect(await (await get('/health/ready', {})).json()).toMatchObject({ status: 'ok' });
  });

  test.each(['/metrics', '/queues', '/queues/', '/queues/api/queues'])('%s wants the token', async (path) => {
    for (const authorization of ['', 'Bearer wrong', `Basic ${btoa('x:wrong')}`, `Bearer ${token}x`, token])
      expect((await get(path, { authorization })).status).toBe(401);
    expect((await get(path)).status).toBe(200);
    expect((await get(path, { authorization: `Basic ${btoa(`anybody:${token}`)}` })).status).toBe(200);
  });

  test('shows every queue, and lets nothing be changed', async () => {
    const board = (await (await get('/queues/api/queues')).json()) as {
      queues: { name: string; readOnlyMode: boolean }[];
    };
    expect(board.queues.map(({ name }) => name.replace(/^.*-/, '')).toSorted()).toEqual(
      ['assemble', 'erase', 'export', 'notify', 'open', 'page'].toSorted(),
    );
    expect(board.queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
    const [{ name } = { name: '' }] = board.queues;
    for (const path of [`/queues/api/queues/${name}/pause`, '/queues/api/queues/pause', '/metrics'])
      for (const method of ['PUT', 'POST', 'PATCH', 'DELETE'])
        expect((await get(path, bearer, method)).status).toBe(405);
    const page = await (await get('/queues')).text();
    const [script = ''] = /[^"]*static[^"]*\.js/.exec(page) ?? [];
    expect((await get(new URL(script, `http://x/queues/`).pathname)).status).toBe(200);
  });
});

describe('a worker', () => {
  test('without a token shows no queues; whose port is taken says so and does not start', async () => {
    const port = await unusedPort();
    const settings = { WORKER_PORT: String(port), OCR_ENGINE: 'null' };
    const system = await startTestSystem(settings);
    expect((await fetch(`http://127.0.0.1:${port}/queues`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
    const second = await openServices(system.config, 'worker');
    await expect(startWorker(second, new NullEngine())).rejects.toMatchObject({ code: 'config-invalid' });
    await second.close();
    await system.close();
  });
});

/** The sample of a name of ours, and of one label where one is named. */
function value(samples: Sample[], name: string, label?: string): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === `ledgerlift_${name}` &&
      (label === undefined || Object.values(sample.labels).includes(label)),
  );
  if (found.length > 1) throw new Error(`${name} is there ${found.length} times`);
  return found[0]?.value;
}
