import type { JobRow } from '#db/jobs.ts';
import { NumberRanges } from '../number-ranges.ts';
import { countUnchosen } from './count-unchosen.ts';

/** "Pages 2–9 of 14 were asked for." Null where that is all of them, or none were named. */
export function choiceSentence(
  job: Pick<JobRow, 'page_selection' | 'page_count' | 'pages_skipped'>,
): string | null {
  const choice = NumberRanges.of(job.page_selection);
  if (choice === null || countUnchosen(job) === 0) return null;
  const told = choice.told('page');
  const verb = choice.count === 1 ? 'was' : 'were';
  return `${told.charAt(0).toUpperCase()}${told.slice(1)} of ${job.page_count} ${verb} asked for.`;
}
