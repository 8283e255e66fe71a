import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '#bin/wait-until.ts';
import { findManifest } from '#db/deletions.ts';
import type { Ctx } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { sweepDeletions } from '#shared/deletion/sweep-deletions.ts';
import { AppError } from '#shared/errors.ts';
import { newTraceId } from '#shared/trace.ts';
import type { TestSystem } from './test-system.ts';

export interface Lives {
  /** What the deletion met: the state of the job when it was asked for. */
  met: Record<string, number>;
  /** Rows and objects found when the manifest was first seen COMPLETED, or at the end of everything. */
  faults: string[];
}

export interface LivesOptions {
  file: Uint8Array;
  times: number;
  /** Side by side. */
  atOnce: number;
  random: () => number;
}

/** Longer than a life takes from its creation to its export, so that a deletion may meet any of its moments. */
const lifeMs = 2500;

/**
 * Lets jobs live (created, uploaded, read by the worker, exported), each deleted at a random moment of its life, while its
 * upload is sent again at another one and two sweeps ring and erase without pause. Answers what was left of them.
 */
export async function eraseLives(system: TestSystem, options: LivesOptions): Promise<Lives> {
  const lives: Lives = { met: {}, faults: [] };
  const over = new AbortController();
  const sweeps = [sweep(system, over.signal), sweep(system, over.signal)];
  const jobs: string[] = [];
  let begun = 0;
  const next = async (): Promise<void> => {
    while (begun < options.times) {
      begun += 1;
      jobs.push(await live(system, options, lives));
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, next));
  over.abort();
  await Promise.all(sweeps);
  // Once more when nobody is at work any more: what came late must not have stayed.
  for (const jobId of jobs) await lookAt(system, { jobId, when: 'at the end' }, lives);
  lives.faults.push(...(await latecomers(system)));
  return lives;
}

/** One life; answers the job's id when the job is erased and everybody has let go of it. */
async function live(system: TestSystem, { file, random }: LivesOptions, lives: Lives): Promise<string> {
  const created = await create(system, file);
  const { jobId } = created;
  const moment = async (): Promise<void> => sleep(random() * lifeMs);
  const upload = async (): Promise<unknown> => put(created, file);
  const again = async (): Promise<void> => {
    await moment();
    await upload();
  };
  const erase = async (): Promise<void> => {
    await moment();
    const state = await stateOf(system, jobId);
    lives.met[state] = (lives.met[state] ?? 0) + 1;
    await system.fetch(`/api/jobs/${jobId}/delete`, { method: 'POST' });
    await waitUntil(
      async () => findManifest(system.services.db, jobId),
      (manifest) => manifest?.status === 'COMPLETED',
    );
    await lookAt(system, { jobId, when: 'at completion' }, lives);
  };
  await Promise.all([work(system, jobId, upload), again(), erase()]);
  return jobId;
}

interface Created {
  jobId: string;
  upload: { url: string; headers: Record<string, string> };
}

async function create(system: TestSystem, file: Uint8Array): Promise<Created> {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const body = JSON.stringify({ filename: 'life.pdf', bytes: file.length, sha256 });
  const headers = { 'content-type': 'application/json' };
  const answer = await system.fetch('/api/jobs', { method: 'POST', headers, body });
  return (await answer.json()) as Created;
}

async function put({ upload }: Created, file: Uint8Array): Promise<number> {
  // An upload that is refused may be cut off.
  const answer = await fetch(upload.url, {
    method: 'PUT',
    headers: upload.headers,
    body: Buffer.from(file),
  }).catch(() => null);
  return answer?.status ?? 0;
}

/** Upload, start, and an export as soon as one may be asked for; every refusal on the way is as good as an answer. */
async function work(system: TestSystem, jobId: string, upload: () => Promise<unknown>): Promise<void> {
  await upload();
  await system.fetch(`/api/jobs/${jobId}/start`, { method: 'POST' });
  const state = await waitUntil(
    async () => stateOf(system, jobId),
    (each) => !['QUEUED', 'PROCESSING'].includes(each),
  );
  if (state !== 'COMPLETED') return;
  const order = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"format":"pdf"}' };
  await system.fetch(`/api/jobs/${jobId}/export`, order);
}

async function stateOf({ services: { db } }: TestSystem, jobId: string): Promise<string> {
  const row = await db.selectFrom('jobs').select('status').where('id', '=', jobId).executeTakeFirst();
  return row?.status ?? 'gone';
}

/** Rings for what is due, and erases by itself what it finds unfinished, as a second worker would. */
async function sweep({ services }: TestSystem, signal: AbortSignal): Promise<void> {
  const ctx: Ctx = { ...services, actor: { kind: 'system', name: 'sweep' }, traceId: newTraceId() };
  while (!signal.aborted) {
    // Rows that others hold are left: whoever works on them sets their time.
    await sql`
      update deletion_manifests set next_attempt_at = now()
       where id in (select id from deletion_manifests where status <> 'COMPLETED' for update skip locked)`.execute(
      services.db,
    );
    await sweepDeletions(ctx);
    const open = await services.db
      .selectFrom('deletion_manifests')
      .select('job_id')
      .where('status', '<>', 'COMPLETED')
      .orderBy(sql`random()`)
      .limit(3)
      .execute();
    // What a worker puts meanwhile makes the look after a deletion fail: it is tried again, as the queue would.
    for (const { job_id: jobId } of open) await eraseJob(ctx, jobId).catch(retried);
    await sleep(50);
  }
}

/** Objects that came after completion and were removed by their writer: the erasure had not waited for it. */
async function latecomers({ services: { db, trail } }: TestSystem): Promise<string[]> {
  await trail.flush(30_000);
  const { rows } = await sql<{ metadata: object }>`
    select e.metadata from audit_events e join deletion_manifests m on m.job_id = e.job_id
     where e.event_type = 'RESURRECTION_BLOCKED' and (e.metadata ->> 'objects')::int > 0
       and e.occurred_at > m.completed_at`.execute(db);
  return rows.map(({ metadata }) => `after completion: ${JSON.stringify(metadata)}`);
}

function retried(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'store-unavailable')) throw error;
}

const tables = [
  ...([
    'pages',
    'page_failures',
    'job_schedules',
    'schedule_edits',
    'exports',
    'page_charges',
    'cost_records',
  ] as const),
];

async function lookAt(
  { services: { db, store } }: TestSystem,
  { jobId, when }: { jobId: string; when: string },
  { faults }: Lives,
): Promise<void> {
  const manifest = await findManifest(db, jobId);
  for await (const { key } of store.list(manifest?.object_prefix ?? 'nowhere'))
    faults.push(`${when}: ${key.replace(/^.*\/(?=[^/]*\/)/, '')} is there`);
  const job = await db.selectFrom('jobs').select('id').where('id', '=', jobId).executeTakeFirst();
  if (job !== undefined) faults.push(`${when}: the job is there`);
  for (const table of tables) {
    const row = await db.selectFrom(table).select('job_id').where('job_id', '=', jobId).executeTakeFirst();
    if (row !== undefined) faults.push(`${when}: ${table} has rows`);
  }
}
