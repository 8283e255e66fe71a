import { countStyleVotes } from '#shared/amounts/style-votes.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import { buildSchedule } from './build-schedule.ts';
import { type JoinedDraft, joinPages } from './join-pages.ts';
import { readPage } from './read-page.ts';
import { cellText, type TableDraft } from './table-draft.ts';

/**
 * All schedules of a document in reading order, joined over its pages, typed, named and proved. `pages` must be ascending; pages
 * without words hold no schedules. Boxes are in the space of the page models: turn them back where `turnedDegrees` is not 0.
 */
export function findSchedules(pages: readonly PageModel[]): Schedule[] {
  const read: TableDraft[][] = [];
  for (const page of pages) {
    const last = read.at(-1)?.at(-1);
    read.push(readPage(page, last && last.page === page.page - 1 ? last : null));
  }
  const joined = joinPages(read);
  const document = countStyleVotes(joined.flatMap(bodyTexts));
  return joined.map((pieces) => buildSchedule(pieces, document));
}

function bodyTexts(pieces: JoinedDraft): string[] {
  return pieces.flatMap((piece) =>
    piece.rows.slice(piece.headCount).flatMap((row) => row.cells.map((cell) => cellText(cell))),
  );
}
