import type { JobRow } from '#db/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { NumberRanges } from '#shared/number-ranges.ts';

/** The pages of a document that the job is of, ascending: all where none were named. Throws `no-such-page` beyond its end. */
export function listChosenPages({ page_selection: selection }: JobRow, pageCount: number): number[] {
  const all = Array.from({ length: pageCount }, (_, index) => index + 1);
  const choice = NumberRanges.of(selection);
  if (choice === null) return all;
  if (choice.last > pageCount) {
    const has = pageCount === 1 ? '1 page' : `${pageCount} pages`;
    const detail = `The file has ${has}, and ${choice.told('page')} ${choice.count === 1 ? 'was' : 'were'} asked for: create a job for pages it has.`;
    throw new AppError('no-such-page', detail, { facts: { pages: pageCount, chosen: String(choice) } });
  }
  return all.filter((page) => choice.has(page));
}
