import type { Payer } from '#db/costs.ts';
import type { JobRow } from '#db/jobs.ts';
import type { Config } from '../config.ts';

/** Whose cap and budget a job draws on. */
export function payerOf(config: Config, job: Pick<JobRow, 'id' | 'run' | 'tenant_id' | 'user_id'>): Payer {
  const budgetCents = config.USER_BUDGET_CENTS ?? null;
  return { jobId: job.id, run: job.run, tenantId: job.tenant_id, userId: job.user_id, budgetCents };
}
