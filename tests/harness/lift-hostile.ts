import { createHash } from 'node:crypto';
import { waitUntil } from '#bin/wait-until.ts';
import { findJob } from '#db/jobs.ts';
import { listPages } from '#db/pages.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import type { TestSystem } from './test-system.ts';

/** How a file went through the whole system. */
export interface LiftedFile {
  /** 'refused CODE' by HTTP, 'FAILED CODE', or 'COMPLETED', with the codes of pages that failed. */
  end: string;
  /** Of the HTTP answer that came last. */
  status: number;
  /** Pages the job has; 0 where it has none. */
  pages: number;
  spentCents: number;
  reservedCents: number;
  seconds: number;
}

/** Announces, uploads and starts a file by HTTP as any client does, and waits for its job's end. */
export async function liftHostile(system: TestSystem, bytes: Uint8Array): Promise<LiftedFile> {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const body = JSON.stringify({ filename: 'x.pdf', bytes: bytes.length, sha256 });
  const announced = await system.fetch('/api/jobs', { method: 'POST', body });
  if (!announced.ok) return refused(announced, seconds());
  const { jobId, upload } = (await announced.json()) as CreatedJob;
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: Buffer.from(bytes) });
  const started = await system.fetch(`/api/jobs/${jobId}/start`, { method: 'POST' });
  if (!started.ok) return { ...(await refused(started, seconds())), ...(await moneyOf(system, jobId)) };
  await waitUntil(
    async () => system.client.job(jobId),
    ({ status }) => status !== 'QUEUED' && status !== 'PROCESSING',
  );
  return { ...(await endOf(system, jobId)), status: started.status, seconds: seconds() };
}

async function refused(answer: Response, seconds: number): Promise<LiftedFile> {
  const { code } = (await answer.json()) as { code: string };
  const nothing = { pages: 0, spentCents: 0, reservedCents: 0 };
  return { end: `refused ${code}`, status: answer.status, ...nothing, seconds };
}

async function endOf(system: TestSystem, jobId: string): Promise<Omit<LiftedFile, 'status' | 'seconds'>> {
  const { status, error, pages } = await system.client.job(jobId);
  const failed = (await listPages(system.services.db, jobId)).flatMap(({ error_code: code }) => code ?? []);
  const end = [status, error?.code ?? '', ...new Set(failed.toSorted())].filter((part) => part !== '');
  return { end: end.join(' '), pages: pages.count ?? 0, ...(await moneyOf(system, jobId)) };
}

async function moneyOf(
  { services }: TestSystem,
  jobId: string,
): Promise<Pick<LiftedFile, 'spentCents' | 'reservedCents'>> {
  const job = await findJob(services.db, jobId);
  return { spentCents: job?.spent_cents ?? 0, reservedCents: job?.reserved_cents ?? 0 };
}
