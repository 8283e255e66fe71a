import type { JobRow } from '#db/jobs.ts';
import { choiceSentence } from '#shared/jobs/choice-sentence.ts';
import { countUnchosen } from '#shared/jobs/count-unchosen.ts';

/** Why an export is not of the whole document, for a person: "Pages 2–9 of 14 were asked for." Null where it is. */
export function partialSentence(job: JobRow): string | null {
  const beyond = job.pages_skipped - countUnchosen(job);
  const sentences = [
    choiceSentence(job),
    job.status === 'CANCELLED' ? `The job was cancelled when ${pages(job.pages_done)} had been read.` : null,
    job.pages_failed > 0 ? `${pages(job.pages_failed)} could not be read.` : null,
    beyond > 0
      ? `${pages(beyond)} cost more than was allowed and ${beyond === 1 ? 'was' : 'were'} not read.`
      : null,
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? null : sentences.join(' ');
}

function pages(count: number): string {
  return count === 1 ? '1 page' : `${count} pages`;
}
