import { findJob, type JobRow } from '#db/jobs.ts';
import { type Checkpoint, JobCancelledError } from '#shared/jobs/job-cancelled-error.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

export interface JobOfRun {
  jobId: string;
  run: number;
}

/**
 * The job as it is now, if this run of it is still wanted. Throws JobCancelledError otherwise. Called before every
 * step that costs something; what a step writes is checked again in its own transaction.
 */
export async function checkpoint(ctx: WorkerCtx, { jobId, run }: JobOfRun, at: Checkpoint): Promise<JobRow> {
  const job = await findJob(ctx.db, jobId);
  const wanted = job !== undefined && job.run === run && isAtWork(job) && !job.cancellation_requested;
  if (!wanted) throw new JobCancelledError(jobId, at);
  return job;
}

function isAtWork(job: JobRow): boolean {
  return job.status === 'QUEUED' || job.status === 'PROCESSING';
}
