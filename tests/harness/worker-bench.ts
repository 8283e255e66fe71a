import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJob, type JobRow } from '#db/jobs.ts';
import { migrate } from '#db/migrate.ts';
import { loadConfig } from '#shared/config.ts';
import type { UserCtx } from '#shared/context.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { startJob } from '#shared/jobs/start-job.ts';
import { openServices } from '#shared/open-services.ts';
import type { Task } from '#shared/queue/consume.ts';
import { newTraceId } from '#shared/trace.ts';
import type { OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import { Cancellations } from '#worker/cancellations.ts';
import { Meters } from '#worker/monitor/meters.ts';
import { Sources } from '#worker/sources.ts';
import type { WorkerCtx } from '#worker/worker-ctx.ts';
import { freshDatabase } from './fresh-database.ts';

/** The worker's pipeline on real services, called step by step: nothing consumes the queue. */
export interface WorkerBench {
  ctx: WorkerCtx;
  user: UserCtx;
  /** Uploads and starts a job; it stands QUEUED. */
  submit(bytes: Uint8Array): Promise<JobRow>;
  job(jobId: string): Promise<JobRow>;
  close(): Promise<void>;
}

export async function startWorkerBench(
  settings: Record<string, string> = {},
  ocr = engineOf(async () => []),
): Promise<WorkerBench> {
  const database = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-test-'));
  const prefix = `t${randomBytes(4).toString('hex')}`;
  const base = { DATABASE_URL: database.url, DATA_FOLDER: folder, QUEUE_PREFIX: prefix, LOG_LEVEL: 'silent' };
  const services = await openServices(loadConfig({ environment: { ...base, ...settings } }), 'worker');
  await migrate(services.db);
  await services.queues.backend.migrate();
  const sources = new Sources(services);
  const cancellations = new Cancellations(services);
  const ctx: WorkerCtx = {
    ...services,
    actor: { kind: 'system', name: 'worker' },
    traceId: newTraceId(),
    ocr,
    sources,
    cancellations,
    meters: new Meters(),
  };
  const actor = { kind: 'user' as const, tenantId: 't', userId: 'u', scopes: ['admin' as const], ip: null };
  const db = await services.wall.dbOf(actor.tenantId);
  const user: UserCtx = { ...services, db, actor, traceId: newTraceId() };
  const job = async (jobId: string): Promise<JobRow> => {
    const row = await findJob(services.db, jobId);
    if (row === undefined) throw new Error('the job is gone');
    return row;
  };
  return {
    ctx,
    user,
    job,
    submit: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const announced = {
        filename: 'a.pdf',
        bytes: bytes.length,
        sha256,
        contentType: 'application/pdf' as const,
      };
      const { jobId } = await createJob(user, announced);
      await services.store.put((await job(jobId)).source_key, bytes, 'application/pdf');
      await startJob(user, jobId);
      return job(jobId);
    },
    close: async () => {
      await cancellations.close();
      await sources.close();
      await services.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An engine whose reading of a page is given. */
export function engineOf(read: () => Promise<OcrWord[]>): OcrEngine {
  return {
    name: 'null',
    readImage: read,
    readFigures: async () => [],
    readLines: async () => [],
    close: async () => {},
  };
}

/** A task as the queue would hand it over. */
export function openTask(job: JobRow): Task<'open'> {
  const payload = { jobId: job.id, run: job.run, traceId: job.trace_id };
  return { payload, starts: 1, stalls: 0, lastAttempt: false, signal: new AbortController().signal };
}

export function pageTask(job: JobRow, pageNo: number, change: Partial<Task<'page'>> = {}): Task<'page'> {
  return { ...openTask(job), ...change, payload: { ...openTask(job).payload, pageNo } };
}
