import type { PageModel } from '#worker/page/page-model.ts';
import type { Caption } from '#shared/schedules/schedule.ts';
import { across, isInside, shared } from './box-math.ts';
import type { PhraseLine } from './phrases.ts';
import { piecesOf, readCaptionText, saysWhen } from './read-caption-text.ts';
import { cellText, type TableDraft } from './table-draft.ts';

/** What the lines around a table say of it, and how many lines of other text keep it from the edges of the page. */
export interface Surroundings {
  caption: Caption;
  linesAbove: number;
  linesBelow: number;
}

/** The lines of a page: all of them, and those that are no running text. */
export interface AroundText {
  lines: readonly PhraseLine[];
  titles: readonly PhraseLine[];
}

/** Stage "caption": title, entity, period, unit and currency from up to six lines above a table and from its headings. */
export function readCaption(
  page: PageModel,
  text: AroundText,
  place: { draft: TableDraft; others: TableDraft[] },
): Surroundings {
  const { draft, others } = place;
  const own = text.lines.filter((line) => !others.some((other) => isInside(line.box, other.box)));
  const above = text.titles.filter((line) => line.box[3] <= draft.box[1] + 2);
  const ceiling = Math.max(
    0,
    ...others
      .filter((other) => other !== draft && other.box[3] <= draft.box[1] + 2)
      .map((other) => other.box[3]),
  );
  const near = above
    .filter((line) => line.box[1] >= ceiling - 2 && shared(across(line.box), across(draft.box)) > 0)
    .slice(-CAPTION_LINES);
  const inner = (line: PhraseLine) =>
    line.box[1] > page.heightPoints * EDGE_SHARE && line.box[3] < page.heightPoints * (1 - EDGE_SHARE);
  const inside = own.filter(inner);
  return {
    caption: readCaptionText(near.map(textOf), headTexts(draft)),
    linesAbove: inside.filter((line) => line.box[3] <= draft.box[1] + 2).length,
    linesBelow: inside.filter((line) => line.box[1] >= draft.box[3] - 2).length,
  };
}

const CAPTION_LINES = 6;
/** Running heads and page numbers stand in the outer parts of a page. */
const EDGE_SHARE = 0.07;

/** A period with something else far beside it, such as the number of an account, is two things. */
function textOf(line: PhraseLine): string {
  const texts = line.phrases.map((phrase) => phrase.text);
  return texts.join(texts.flatMap(piecesOf).some(saysWhen) ? ' · ' : ' ');
}

function headTexts(draft: TableDraft): string[] {
  return draft.rows.slice(0, draft.headCount).flatMap((row) => row.cells.map((cell) => cellText(cell)));
}
