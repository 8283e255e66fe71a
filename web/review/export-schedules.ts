import { ApiProblem } from '../shell/api-problem.ts';
import { getJson, sendOnce } from '../shell/api.ts';
import { newKey } from '../shell/new-key.ts';
import { saveAs } from '../shell/save-as.ts';
import type { Export, OrderedExport } from '../shell/wire.ts';
import { pauseBefore } from './pause-before.ts';
import type { Review } from './model/review.ts';

interface Wanted {
  review: Review;
  jobId: string;
  /** Says what is waited for, for a button. */
  tell: (step: string) => void;
}

/** Writes the ticked schedules into a workbook and downloads it, once every edit is saved. Throws ApiProblem. */
export async function exportSchedules({ review, jobId, tell }: Wanted): Promise<void> {
  tell('Saving…');
  const saved = await Promise.all(review.opened.peek().map((open) => open.whenSaved()));
  if (saved.includes(false)) {
    review.say('Some edits are not saved yet: decide about them first.');
    return;
  }
  tell('Writing…');
  const path = `/api/jobs/${encodeURIComponent(jobId)}`;
  const selectedScheduleIds = review.listed
    .peek()
    .flatMap(({ id }) => (review.ticked.peek().has(id) ? [id] : []));
  const body = { format: 'xlsx', selectedScheduleIds };
  const ordered = await sendOnce<OrderedExport>(newKey(), `${path}/export`, body);
  const written = await whenWritten(`${path}/exports/${ordered.exportId}`);
  tell('Fetching…');
  saveAs(written.url, '');
  review.say('The workbook is downloaded.');
}

async function whenWritten(path: string): Promise<NonNullable<Export['download']>> {
  for (let attempt = 0; ; attempt++) {
    const { status, download, error } = await getJson<Export>(path);
    if (download) return download;
    if (status === 'FAILED')
      throw new ApiProblem({
        status: 500,
        code: error?.code ?? 'unknown',
        detail: error?.detail ?? 'The export failed: try again.',
      });
    await pauseBefore(Math.min(attempt, MOST_WAITING));
  }
}

/** Half a second at first, then no longer than two: a workbook is written in about that time. */
const MOST_WAITING = 2;
