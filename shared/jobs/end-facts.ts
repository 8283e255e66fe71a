import type { JobRow } from '#db/jobs.ts';

/** What the trail says of every end of a job: pages that are there, and what they have cost. */
export function endFacts(job: JobRow): { pages: number; costCents: number; pagesSkipped?: number } {
  const skipped = job.pages_skipped === 0 ? {} : { pagesSkipped: job.pages_skipped };
  return { pages: job.pages_done, costCents: job.spent_cents, ...skipped };
}
