import { findManifestOfTenant } from '#db/deletions.ts';
import { findJobOfTenant, type JobRow } from '#db/jobs.ts';
import { validate as isUuid } from 'uuid';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';

/**
 * The caller's job. Throws `not-found` for an unknown job and a foreign one alike, in the same words, and `deleted`
 * to the tenant whose job is gone or going.
 */
export async function requireJob(ctx: UserCtx, jobId: string): Promise<JobRow> {
  const job = await findJob(ctx, jobId);
  if (job !== undefined && job.status !== 'DELETING') return job;
  const manifest = isUuid(jobId)
    ? await findManifestOfTenant(ctx.db, { tenantId: ctx.actor.tenantId, jobId })
    : undefined;
  if (manifest !== undefined) {
    throw new AppError('deleted', 'This job was deleted; GET …/delete shows how far its deletion is.');
  }
  throw jobNotFound();
}

async function findJob(ctx: UserCtx, jobId: string): Promise<JobRow | undefined> {
  // Anything that is not a UUID never reaches a query.
  if (!isUuid(jobId)) return undefined;
  return findJobOfTenant(ctx.db, { tenantId: ctx.actor.tenantId, jobId });
}

export function jobNotFound(): AppError {
  return new AppError('not-found', 'There is no such job.');
}
