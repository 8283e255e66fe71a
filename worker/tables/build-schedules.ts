import { countStyleVotes } from '#shared/amounts/style-votes.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import { type BuiltSchedule, buildSchedule } from './build-schedule.ts';
import { type JoinedDraft, joinPages } from './join-pages.ts';
import { readPage } from './read-page.ts';
import { cellText, type TableDraft } from './table-draft.ts';

/** All schedules of a document in reading order with the pieces they were joined from; their evidence is not yet weighed. */
export function buildSchedules(
  pages: readonly PageModel[],
): { pieces: JoinedDraft; schedule: BuiltSchedule }[] {
  const read: TableDraft[][] = [];
  for (const page of pages) {
    const last = read.at(-1)?.at(-1);
    read.push(readPage(page, last && last.page === page.page - 1 ? last : null));
  }
  const joined = joinPages(read);
  const document = countStyleVotes(joined.flatMap(bodyTexts));
  return joined.map((pieces) => ({ pieces, schedule: buildSchedule(pieces, document) }));
}

function bodyTexts(pieces: JoinedDraft): string[] {
  return pieces.flatMap((piece) =>
    piece.rows.slice(piece.headCount).flatMap((row) => row.cells.map((cell) => cellText(cell))),
  );
}
