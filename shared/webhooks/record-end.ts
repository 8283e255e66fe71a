import type { Tx } from '#db/client.ts';
import type { JobRow } from '#db/jobs.ts';
import type { Ctx } from '../context.ts';
import { recordNotice } from './record-notice.ts';
import { eventOfEnd } from './webhook-event.ts';

/** Has the tenant's webhooks told that a job ended, in the transaction that ends it. */
export async function recordEnd(tx: Tx, ctx: Ctx, job: JobRow): Promise<void> {
  const event = eventOfEnd(job.status);
  if (event === undefined) return;
  await recordNotice(tx, ctx, {
    tenantId: job.tenant_id,
    jobId: job.id,
    event,
    occasion: `${job.id} ${job.run}`,
    data: {
      jobId: job.id,
      run: job.run,
      status: job.status,
      costCents: job.spent_cents,
      createdAt: job.created_at.toISOString(),
      finishedAt: job.finished_at?.toISOString() ?? null,
    },
  });
}
