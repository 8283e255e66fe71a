import type { JobCost } from '#shared/costs/get-job-cost.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { ProofState } from '#shared/schedules/schedule.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';

/** Never a tick for what could not be proved. */
const marks: Record<ProofState, string> = {
  proved: '✓',
  'proved-within-rounding': '✓',
  broken: '✗',
  'nothing-to-prove': '–',
};

/** What was read and how: "samples/a.pdf  14 pages   10 digital, 3 scanned, 1 mixed". */
export function printHeading(path: string, { pages }: JobView, cost: JobCost): void {
  const done = cost.pages.filter(({ status }) => status === 'DONE');
  const count = (belongs: (tally: JobCost['pages'][number]) => boolean): number =>
    done.filter(belongs).reduce((sum, tally) => sum + tally.pages, 0);
  const parts = [
    [count(({ triage }) => triage === 'text-layer'), 'digital'],
    [count(({ triage }) => triage === 'image' || triage === 'garbage'), 'scanned'],
    [count(({ triage, source }) => triage === 'mixed' && source === 'ocr'), 'mixed'],
    [count(({ triage, source }) => triage === 'mixed' && source !== 'ocr'), 'mixed with pictures not read'],
    [count(({ triage }) => triage === 'blank'), 'blank'],
    [pages.failed, 'not read'],
    [pages.skipped, 'beyond the cap'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  console.log(`${path}  ${plural(pages.count ?? 0, 'page')}   ${told.join(', ')}`);
}

/** One line a schedule: mark, name, pages, rows, proof, and the schedules it ties to. */
export function printSchedules(schedules: ScheduleHead[]): void {
  const width = Math.min(44, Math.max(0, ...schedules.map((schedule) => schedule.name.length)));
  for (const { name, proof, pages, rowCount, ties } of schedules) {
    const where = pageRange(pages).padEnd(12);
    const rows = plural(rowCount, 'row').padStart(9);
    console.log(
      `${marks[proof.state]} ${clip(name, width)}  ${where} ${rows}   ${proof.sentence}${tiesTo(ties)}`,
    );
  }
  if (schedules.length === 0) console.log('No schedule was found.');
}

/** "; ties to Balance sheet, Cash flow statement and 3 more". */
function tiesTo(ties: ScheduleHead['ties'] = []): string {
  const names = [...new Set(ties.map(({ other }) => other.name))];
  if (names.length === 0) return '';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `; ties to ${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}

const MOST_NAMES = 2;

function pageRange(pages: number[]): string {
  const [first, last] = [pages[0] ?? 0, pages.at(-1) ?? 0];
  return first === last ? `page ${first}` : `pages ${first}–${last}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function clip(text: string, width: number): string {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}
