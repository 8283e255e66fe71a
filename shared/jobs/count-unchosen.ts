import type { JobRow } from '#db/jobs.ts';
import { NumberRanges } from '../number-ranges.ts';

/** How many of the pages that a job skipped were not asked for; the others are beyond the money. */
export function countUnchosen(job: Pick<JobRow, 'page_selection' | 'page_count' | 'pages_skipped'>): number {
  const choice = NumberRanges.of(job.page_selection);
  // Until the quote is made none is skipped.
  if (choice === null || job.page_count === null || job.pages_skipped === 0) return 0;
  return Math.max(0, job.page_count - choice.count);
}
