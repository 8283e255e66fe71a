import { listCostRecords } from '#db/costs.ts';
import { tallyPages } from '#db/pages.ts';
import type { UserCtx } from '../context.ts';
import { requireJob } from '../jobs/require-job.ts';

export interface JobCost {
  jobId: string;
  quotedCents: number;
  reservedCents: number;
  spentCents: number;
  capCents: number;
  /** How many pages came from where, and what they cost. */
  pages: { source: string; triage: string | null; status: string; pages: number; costCents: number }[];
  /** One record per run. */
  records: {
    provider: string;
    pages: number;
    costCents: number;
    status: string;
    completedAt: string | null;
  }[];
}

/** What a job was quoted, what it has spent and for which pages. Throws `not-found` or `deleted`. */
export async function getJobCost(ctx: UserCtx, jobId: string): Promise<JobCost> {
  const job = await requireJob(ctx, jobId);
  const [pages, records] = await Promise.all([tallyPages(ctx.db, job.id), listCostRecords(ctx.db, job.id)]);
  return {
    jobId,
    quotedCents: job.quoted_cents,
    reservedCents: job.reserved_cents,
    spentCents: job.spent_cents,
    capCents: job.cap_cents,
    pages,
    records: records.map((record) => ({
      provider: record.provider,
      pages: record.pages,
      costCents: record.cost_cents,
      status: record.status,
      completedAt: record.completed_at?.toISOString() ?? null,
    })),
  };
}
