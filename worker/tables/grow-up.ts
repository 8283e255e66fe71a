import type { Box } from '#worker/page/page-model.ts';
import { lineKind } from './line-kind.ts';
import type { PhraseLine } from './phrases.ts';
import type { Band } from './table-draft.ts';

/** Lines above the first row of figures that belong to the table, top to bottom. */
export interface Growth {
  heads: PhraseLine[];
  /** Headings of the first section and first lines of its wrapped label. */
  sections: PhraseLine[];
}

/** What is known of a table before its headings are. */
export interface Footprint {
  /** Extent of all label columns and of all figure columns. */
  label: Band;
  figures: Band;
  /** Heights of rulings over the whole width. */
  ceilings: number[];
  /** Filled areas: a heading band holds headings only. */
  fills: readonly Box[];
}

/**
 * Stage "extent": takes heading lines into the table, from the first row of figures upwards. A heading stands over the figure
 * columns; label lines right above the figures are taken only if a heading stands above them or they introduce the rows.
 * `above` are the lines of the page that end above the region, top to bottom.
 */
export function growUp(above: readonly PhraseLine[], firstRow: PhraseLine, table: Footprint): Growth {
  const heads: PhraseLine[] = [];
  const sections: PhraseLine[] = [];
  const pending: PhraseLine[] = [];
  let below = firstRow;
  for (const line of above.toReversed()) {
    const gap = (below.box[1] - line.box[3]) / Math.min(line.sizePoints, below.sizePoints);
    if (gap > WIDEST_GAP_EMS || (heads.length > 0 && isAboveTable(line, below, table))) break;
    if (isHeading(line, table)) heads.unshift(line, ...pending.splice(0));
    else if (!isLabel(line, table)) break;
    else if (heads.length === 0 && sections.length < MOST_SECTION_LINES) sections.unshift(line);
    else if (heads.length > 0 && pending.length < MOST_PENDING_LINES) pending.unshift(line);
    else break;
    below = line;
  }
  return { heads, sections: heads.length > 0 ? sections : introducing(sections, firstRow) };
}

const WIDEST_GAP_EMS = 2.3;
const MOST_SECTION_LINES = 4;
/** Lines of a heading over the label column that stand between two lines of headings over the figures. */
const MOST_PENDING_LINES = 2;

/** A ruling over the whole width closes the headings, unless another one, or a heading band, holds the line above it as well. */
function isAboveTable(line: PhraseLine, below: PhraseLine, table: Footprint): boolean {
  const [upper, lower] = [(line.box[1] + line.box[3]) / 2, (below.box[1] + below.box[3]) / 2];
  if (!table.ceilings.some((y) => y > upper && y < lower)) return false;
  const isBanded = table.fills.some(
    (fill) =>
      fill[1] <= upper && fill[3] >= upper && fill[2] - fill[0] > (table.figures[1] - table.label[0]) / 2,
  );
  return !isBanded && !table.ceilings.some((y) => y < upper && y > upper - 3 * line.sizePoints);
}

function isHeading(line: PhraseLine, table: Footprint): boolean {
  const { label, figures } = table;
  if (CAPTION.test(line.phrases[0]?.text ?? '')) return false;
  const slack = 2 * line.sizePoints;
  const over = line.phrases.filter(
    (phrase) => (phrase.box[0] + phrase.box[2]) / 2 > label[1] && phrase.box[2] > figures[0] - slack,
  );
  const inLabel = line.phrases.filter((phrase) => !over.includes(phrase));
  const leftmost = label[0] + Math.max((label[1] - label[0]) * 0.35, line.sizePoints);
  const reaches = over.some((phrase) => phrase.box[0] < leftmost && phrase.box[2] > figures[0] + slack);
  const outside = line.phrases.some(
    (phrase) => phrase.box[0] > figures[1] + slack || phrase.box[2] < label[0] - slack,
  );
  const isLong = over.some((phrase) => phrase.words.length > 12);
  return (
    over.length > 0 &&
    !reaches &&
    !outside &&
    !isLong &&
    inLabel.every((phrase) => phrase.box[2] <= figures[0] + slack && phrase.words.length <= 8)
  );
}

const CAPTION = /^(?:table|exhibit|figure|note|schedule|appendix)\s+[\dA-Z]/i;

function isLabel(line: PhraseLine, { label }: Footprint): boolean {
  const [phrase] = line.phrases;
  const last = line.phrases.at(-1);
  if (!phrase || !last || lineKind(line) === 'body' || (line.phrases.length > 1 && last.box[2] > label[1]))
    return false;
  const starts = phrase.box[0] >= label[0] - 2 * line.sizePoints && phrase.box[0] < label[1];
  return starts && phrase.words.length <= 14 && !CAPTION.test(phrase.text) && !/[.;]$/.test(phrase.text);
}

/** Without headings only a line that ends in a colon or stands left of an indented row is taken for a section. */
function introducing(sections: PhraseLine[], firstRow: PhraseLine): PhraseLine[] {
  const last = sections.at(-1);
  if (!last) return [];
  const indent = ((firstRow.phrases[0]?.box[0] ?? 0) - last.box[0]) / last.sizePoints;
  const introduces = last.phrases[0]?.text.endsWith(':') === true || (indent > 0.6 && indent < 4);
  return introduces ? [last] : [];
}
