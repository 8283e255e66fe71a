import type { JobCost } from '#shared/costs/get-job-cost.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { ProofState } from '#shared/schedules/schedule.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import { dollars } from '../dollars.ts';
import type { Lifted } from './lift-file.ts';

/** Never a tick for what could not be proved. */
const marks: Record<ProofState, string> = {
  proved: '✓',
  'proved-within-rounding': '✓',
  broken: '✗',
  'nothing-to-prove': '–',
};

/** What was read and how: "Reading samples/a.pdf  14 pages   10 digital, 3 scanned, 1 mixed". */
export function headingOf(path: string, { pages }: JobView, cost: JobCost): string {
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
    [pages.skipped - pages.notChosen, 'beyond the cap'],
    [pages.notChosen, 'not asked for'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `Reading ${path}  ${plural(pages.count ?? 0, 'page')}   ${told.join(', ')}`.trimEnd();
}

/**
 * One line a schedule: mark, ordinal (for --pick), name, pages, rows, proof, readings that are proposed, and the schedules
 * it ties to.
 */
export function scheduleLines({
  job,
  schedules,
  repairs,
}: Pick<Lifted, 'job' | 'schedules' | 'repairs'>): string[] {
  if (schedules === null) return [];
  // Of a job that was stopped nobody has looked at the whole.
  if (schedules.length === 0) return job?.status === 'CANCELLED' ? [] : ['No schedule was found.'];
  const width = Math.min(44, Math.max(...schedules.map((schedule) => schedule.name.length)));
  const digits = String(schedules.length).length;
  return schedules.map(({ ordinal, name, proof, pages, rowCount, ties }) => {
    const number = String(ordinal).padStart(digits);
    const where = pageRange(pages).padEnd(12);
    const rows = plural(rowCount, 'row').padStart(9);
    const told = `${proof.sentence}${proposed(repairs.get(ordinal))}${tiesTo(ties)}`;
    return `${marks[proof.state]} ${number} ${clip(name, width)}  ${where} ${rows}   ${told}`;
  });
}

/** What became of the file, below its schedules; empty where it has an error, which goes elsewhere. */
export function outcomeLines({ job, written, schedules, exported }: Lifted, format: string): string[] {
  if (job === null) return [];
  const stopped = job.status === 'CANCELLED';
  const { done, count } = job.pages;
  const cost = dollars(job.cost.spentCents);
  return [
    ...(stopped
      ? [`Cancelled: ${done} of ${plural(count ?? 0, 'page')} had been read, for ${cost}; ${kept(written)}`]
      : []),
    ...(job.notice === null ? [] : [job.notice.detail]),
    ...(written === null
      ? []
      : [
          `${format === 'xlsx' ? 'Workbook' : 'Written'}  ${written}${noteOf(format, { schedules, exported })}`,
        ]),
  ];
}

/** Where one file of all is; null where there is none. */
export function jointLine(files: readonly Lifted[], format: string): string | null {
  const parts = files.filter(({ written }) => written !== null);
  const [first] = parts;
  if (!first) return null;
  const count =
    parts.length === files.length
      ? plural(files.length, 'file')
      : `${parts.length} of ${plural(files.length, 'file')}`;
  const what = format === 'xlsx' ? 'Workbook' : 'Written';
  return `${what}  ${first.written}   (${count}${format === 'xlsx' ? '; every total is live, every figure points at its page' : ''})`;
}

function kept(written: string | null): string {
  return written === null ? 'nothing could be kept of it.' : 'what stands on them was kept.';
}

function noteOf(format: string, { schedules, exported }: Pick<Lifted, 'schedules' | 'exported'>): string {
  const some = format !== 'pdf' && exported.length < (schedules?.length ?? 0);
  const picked = some ? `schedules ${exported.join(', ')}; ` : '';
  if (format === 'xlsx') return `   (${picked}every total is live, every figure points at its page)`;
  return some ? `   (${picked.slice(0, -2)})` : '';
}

/** "; proposed: Computers, Additions 57,830 → 57,880". Nobody has put it in place of what was read. */
function proposed(repairs: readonly string[] | undefined): string {
  if (repairs === undefined) return '';
  return `; proposed, not applied: ${repairs.join('; ')}`;
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
