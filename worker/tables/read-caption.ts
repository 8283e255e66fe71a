import type { PageModel } from '#worker/page/page-model.ts';
import type { Caption } from '#shared/schedules/schedule.ts';
import { across, isInside, shared } from './box-math.ts';
import { isPeriod } from './line-kind.ts';
import type { PhraseLine } from './phrases.ts';
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
    caption: captionOf(near.map(textOf), headTexts(draft)),
    linesAbove: inside.filter((line) => line.box[3] <= draft.box[1] + 2).length,
    linesBelow: inside.filter((line) => line.box[1] >= draft.box[3] - 2).length,
  };
}

const CAPTION_LINES = 6;
/** Running heads and page numbers stand in the outer parts of a page. */
const EDGE_SHARE = 0.07;

function textOf(line: PhraseLine): string {
  return line.phrases.map((phrase) => phrase.text).join(' ');
}

function headTexts(draft: TableDraft): string[] {
  return draft.rows.slice(0, draft.headCount).flatMap((row) => row.cells.map((cell) => cellText(cell)));
}

const UNIT =
  /\(?[^()]*\b(?:in (?:[a-z$€£.]+ )?(?:thousands|millions|billions)|[$€£]?'?000s?\b|(?:thousands|millions) of [a-z ]+)[^()]*\)?/i;
const ENTITY =
  /\b(?:inc|ltd|limited|llc|lp|llp|plc|corp|corporation|gmbh|ag|s\.?a\.?|n\.?v\.?|company|co|group|partners|holdings|bank|trust)\.?$/i;
const NAMED = /^(?:table|exhibit|schedule|note|figure|appendix)\b/i;

function captionOf(above: string[], heads: string[]): Caption {
  const all = [...above, ...heads];
  const unit = UNIT.exec(all.find((text) => UNIT.test(text)) ?? '')?.[0].trim() ?? '';
  const period =
    all.find((text) => text.length < 80 && (isPeriod(text) || /^(?:as at|as of|for the)\b/i.test(text))) ??
    '';
  const entity = above.find((text) => text.length < 70 && ENTITY.test(text)) ?? '';
  return {
    title: titleOf(above.filter((text) => text !== entity && text !== period && text !== unit)),
    entity,
    period,
    unit,
    currency: currencyOf(unit),
  };
}

/** The nearest line that names itself a table or a note, else the nearest line short enough for a title. */
function titleOf(above: string[]): string {
  const short = above.filter(
    (text) => text.split(' ').length <= 16 && /\p{L}{2}/u.test(text) && !/[.;,]$|^\p{Ll}/u.test(text),
  );
  return short.findLast((text) => NAMED.test(text)) ?? short.at(-1) ?? '';
}

function currencyOf(unit: string): string {
  return /\b(?:USD|EUR|GBP|CHF)\b|[$€£]/.exec(unit)?.[0] ?? (/dollars/i.test(unit) ? '$' : '');
}
