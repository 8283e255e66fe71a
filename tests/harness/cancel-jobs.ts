import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '#bin/api-client.ts';
import type { System } from '#bin/embedded/start-system.ts';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import { findJob, type JobRow } from '#db/jobs.ts';

type ClientSystem = Pick<System, 'services'> & { client: ApiClient };

export interface Cancellations {
  /** From sending the cancellation until the job stood in a final state, where it had still to stop. */
  endedMs: number[];
  /** How often which end stands in the trail. */
  ends: Record<string, number>;
  /** Cancellations that came after the end. */
  late: number;
  /** More or fewer than one end, cents that are not those of the pages stored, a rule of the ledger violated. */
  faults: string[];
  /** How long a job lives that is not cancelled. */
  lifeMs: number;
}

/** Cancels jobs one after another, each at a random moment of its life, and looks at what is left. */
export async function cancelJobs(
  system: ClientSystem,
  { file, times }: { file: Uint8Array; times: number },
): Promise<Cancellations> {
  const lifeMs = await lifeOf(system, file);
  const outcomes: Cancellations = { endedMs: [], ends: {}, late: 0, faults: [], lifeMs };
  for (let time = 0; time < times; time += 1) {
    const { jobId } = await system.client.submit('cancelled.pdf', file);
    await sleep(Math.random() * lifeMs);
    await cancelOne(system, jobId, outcomes);
  }
  for (const { says, violations } of await checkInvariants(system.services.db)) {
    if (violations > 0) outcomes.faults.push(`violated ${violations} times: ${says}`);
  }
  return outcomes;
}

/** Of the second of two: the first one starts threads and processes. */
async function lifeOf({ client, services }: ClientSystem, file: Uint8Array): Promise<number> {
  let lifeMs = 0;
  for (let time = 0; time < 2; time += 1) {
    const startedAt = performance.now();
    const { jobId } = await client.submit('cancelled.pdf', file);
    await waitUntil(
      async () => findJob(services.db, jobId),
      (job) => job?.finished_at !== null,
    );
    lifeMs = performance.now() - startedAt;
  }
  return lifeMs;
}

async function cancelOne(system: ClientSystem, jobId: string, outcomes: Cancellations): Promise<void> {
  const sentAt = performance.now();
  const { status } = await system.client.cancel(jobId);
  const stood = performance.now() - sentAt;
  let job = await findJob(system.services.db, jobId);
  while (job?.finished_at === null) {
    await sleep(5);
    job = await findJob(system.services.db, jobId);
  }
  if (job === undefined) throw new Error('the job is gone');
  if (status === 'COMPLETED') outcomes.late += 1;
  else outcomes.endedMs.push(status === 'CANCELLED' ? stood : performance.now() - sentAt);
  const { end, faults } = await lookAt(system, job);
  outcomes.ends[end] = (outcomes.ends[end] ?? 0) + 1;
  outcomes.faults.push(...faults);
}

async function lookAt(
  { services: { db } }: ClientSystem,
  job: JobRow,
): Promise<{ end: string; faults: string[] }> {
  const ends = await db
    .selectFrom('audit_events')
    .select('event_type')
    .where('job_id', '=', job.id)
    .where('event_type', 'in', ['EXTRACTED', 'CANCELLED', 'PARTIAL_CANCEL', 'ERROR'])
    .execute();
  const read = await db
    .selectFrom('pages')
    .select('page_no')
    .where('job_id', '=', job.id)
    .where('status', '=', 'DONE')
    .where('source', '=', 'ocr')
    .execute();
  const faults: string[] = [];
  if (ends.length !== 1) faults.push(`${job.id} has ${ends.length} ends`);
  if (job.spent_cents !== read.length * job.rate_cents || job.reserved_cents !== 0) {
    faults.push(
      `${job.id} has ${read.length} pages for ${job.spent_cents} cents, ${job.reserved_cents} reserved`,
    );
  }
  return { end: ends.map((event) => event.event_type).join('+'), faults };
}
