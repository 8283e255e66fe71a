import type { JobRow } from '#db/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { PageChoice } from '#shared/pages/page-choice.ts';

/** The pages of a document that the job is of, ascending: all where none were named. Throws `no-such-page` beyond its end. */
export function listChosenPages({ page_selection: selection }: JobRow, pageCount: number): number[] {
  const all = Array.from({ length: pageCount }, (_, index) => index + 1);
  const choice = PageChoice.of(selection);
  if (choice === null) return all;
  if (choice.lastPage > pageCount) {
    const has = pageCount === 1 ? '1 page' : `${pageCount} pages`;
    const detail = `The file has ${has}, and ${choice.told()} ${choice.pages === 1 ? 'was' : 'were'} asked for: create a job for pages it has.`;
    throw new AppError('no-such-page', detail, { facts: { pages: pageCount, chosen: String(choice) } });
  }
  return all.filter((page) => choice.has(page));
}
