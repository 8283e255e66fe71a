import type { Tx } from '#db/client.ts';
import { settleCostRecord } from '#db/costs.ts';
import { changeStatus, type JobRow, type StatusChange } from '#db/jobs.ts';
import type { EventType } from '../audit/event-type.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Ctx } from '../context.ts';
import { recordEnd } from '../webhooks/record-end.ts';
import { endFacts } from './end-facts.ts';

export interface JobEnd extends StatusChange {
  to: 'COMPLETED' | 'FAILED' | 'CANCELLED';
  event: EventType;
  metadata?: Readonly<Record<string, unknown>>;
}

/**
 * Ends a job in the caller's transaction: state, cost, trail and what webhooks are told together. Undefined where another end came first,
 * so that exactly one of COMPLETED, FAILED and CANCELLED wins.
 */
export async function endJob(tx: Tx, ctx: Ctx, end: JobEnd): Promise<JobRow | undefined> {
  const job = await changeStatus(tx, end);
  if (job === undefined) return undefined;
  await settleCostRecord(tx, job.id);
  const metadata = { ...end.metadata, ...endFacts(job) };
  await recordEvent(tx, ctx, { job, type: end.event, metadata });
  await recordEnd(tx, ctx, job);
  return job;
}
