import type { Ruling } from '#worker/page/page-model.ts';
import { across, median, shared } from './box-math.ts';
import { isFigure } from './figure-shape.ts';
import { figuresOf, lineKind } from './line-kind.ts';
import type { Phrase, PhraseLine } from './phrases.ts';
import type { Band } from './table-draft.ts';

/** Lines that may form one table: rows of figures and what stands between them, without its headings. */
export interface Region {
  /** Index of the first and the last line within the page's lines. */
  first: number;
  last: number;
  /** Index of the first line that headings may be taken from: the one after the region above. */
  floor: number;
  /** Columns of the table on the page before that these lines go on with; empty where they start anew. */
  carried: readonly Band[];
}

/** What the finder of regions looks at. */
export interface PageText {
  lines: PhraseLine[];
  prose: Phrase[];
  rulings: Ruling[];
}

/**
 * Stage "regions": runs of figure rows whose figures stand under each other. Label lines may stand between; running text,
 * a heading with years, or a wide gap ends a run.
 */
export function findRegions(page: PageText, carried: readonly Band[]): Region[] {
  const regions: Region[] = [];
  page.lines.forEach((line, index) => {
    if (lineKind(line) !== 'body') return;
    const open = regions.at(-1);
    if (open && continuesRegion(page, open, index)) open.last = index;
    else regions.push({ first: index, last: index, floor: (open?.last ?? -1) + 1, carried: [] });
  });
  const [first, ...others] = regions;
  const goesOn =
    first &&
    first.first <= MOST_LINES_BEFORE_CARRIED &&
    standsInBands(page.lines.slice(first.first, first.last + 1), carried);
  const tabular = (region: Region) => isTabular(page.lines.slice(region.first, region.last + 1));
  return goesOn ? [{ ...first, carried }, ...others.filter(tabular)] : regions.filter(tabular);
}

/** Running heads, a repeated title and repeated headings may stand before the rows that a page carries on with. */
const MOST_LINES_BEFORE_CARRIED = 8;

/** Every figure ends where a column of the table before ended, or lies within one. */
function standsInBands(lines: PhraseLine[], bands: readonly Band[]): boolean {
  const figures = lines
    .filter((line) => lineKind(line) === 'body')
    .flatMap((line) => line.phrases.slice(1))
    .filter((phrase) => isFigure(phrase.shape));
  const labelled = lines.some((line) => /\p{L}{2}/u.test(line.phrases[0]?.text ?? ''));
  return (
    labelled &&
    figures.length > 0 &&
    figures.every((figure) =>
      bands
        .slice(1)
        .some(
          (band) =>
            Math.abs(band[1] - figure.box[2]) <= 4 ||
            (figure.box[0] >= band[0] - 2 && figure.box[2] <= band[1] + 2),
        ),
    )
  );
}

const MOST_LABELS_BETWEEN = 4;
const WIDEST_GAP_EMS = 3.6;
/** A figure alone may be an unlabelled total; further down it is the number of the page. */
const WIDEST_LONE_GAP_EMS = 1.6;

function continuesRegion(page: PageText, region: Region, index: number): boolean {
  const between = page.lines.slice(region.last + 1, index);
  const line = page.lines[index];
  const last = page.lines[region.last];
  if (!line || !last || between.length > MOST_LABELS_BETWEEN) return false;
  if (startsAnew(between, last)) return false;
  if (widestGap([last, ...between, line]) > WIDEST_GAP_EMS) return false;
  if (page.prose.some((phrase) => isBetween(phrase, last, line))) return false;
  const above = page.lines
    .slice(region.first, region.last + 1)
    .filter((candidate) => lineKind(candidate) === 'body');
  if (between.length > 0 && isUnderCaption(between)) return false;
  if (line.phrases.length === 1)
    return widestGap([last, ...between, line]) <= WIDEST_LONE_GAP_EMS && endsUnder(line, above);
  return standsUnder(line, above) || (between.length === 0 && isOpened(line, above));
}

/** Headings end a run, unless they follow it without a gap: some tables change their years half way down. */
function startsAnew(between: PhraseLine[], last: PhraseLine): boolean {
  const head = between.findIndex((line) => lineKind(line) === 'head');
  if (head < 0) return false;
  return head > 0 || between.length > 1 || widestGap([last, ...between]) > 1;
}

function isBetween(prose: Phrase, above: PhraseLine, below: PhraseLine): boolean {
  const middle = (prose.box[1] + prose.box[3]) / 2;
  return (
    middle > above.box[3] &&
    middle < below.box[1] &&
    shared(across(prose.box), [Math.min(above.box[0], below.box[0]), Math.max(above.box[2], below.box[2])]) >
      0
  );
}

function widestGap(lines: PhraseLine[]): number {
  return Math.max(
    ...lines.slice(1).map((line, index) => (line.box[1] - (lines[index]?.box[3] ?? 0)) / line.sizePoints),
  );
}

/** "Table 3: …" or "Note 7" between two runs starts another table. */
function isUnderCaption(between: PhraseLine[]): boolean {
  return between.some((line) =>
    /^(?:table|exhibit|figure|note|schedule|appendix)\s+[\dA-Z]/i.test(line.phrases[0]?.text ?? ''),
  );
}

/** A lone figure keeps the right edge of a column exactly. */
function endsUnder(line: Pick<Phrase, 'box'>, above: PhraseLine[]): boolean {
  return above
    .slice(-12)
    .flatMap(figuresOf)
    .some((figure) => Math.abs(figure.box[2] - line.box[2]) <= 3);
}

/** At least half of the figures of a line must overlap figures above, or stand at the same right edge. */
function standsUnder(line: PhraseLine, above: PhraseLine[]): boolean {
  const columns = above.slice(-12).flatMap(figuresOf);
  const figures = figuresOf(line);
  const aligned = figures.filter((figure) =>
    columns.some(
      (column) =>
        Math.abs(column.box[2] - figure.box[2]) <= 3 || shared(across(column.box), across(figure.box)) > 0,
    ),
  );
  return aligned.length * 2 >= figures.length || (aligned.length === 0 && beginsUnder(line, above));
}

/** A row that brings only the balance forward has fewer figures than the rows below it, but each right over one of theirs. A lone figure is a page's number. */
function isOpened(line: PhraseLine, above: PhraseLine[]): boolean {
  const [opening, ...others] = above;
  return (
    opening !== undefined &&
    opening.phrases.length > 1 &&
    others.length === 0 &&
    figuresOf(opening).every((figure) => endsUnder(figure, [line]))
  );
}

/** Debits and credits share no column, but their names do. */
function beginsUnder(line: PhraseLine, above: PhraseLine[]): boolean {
  const names = above.flatMap((row) => row.phrases.filter((phrase) => phrase.shape === 'text'));
  return line.phrases.some(
    (phrase) => phrase.shape === 'text' && names.some((name) => Math.abs(name.box[0] - phrase.box[0]) <= 1.5),
  );
}

/** Enough figures under each other to be a table, and not a contents page. */
function isTabular(lines: PhraseLine[]): boolean {
  const rows = lines.filter((line) => lineKind(line) === 'body');
  const figures = rows.flatMap((line) => line.phrases.filter((phrase) => isFigure(phrase.shape)));
  if (rows.length < 2 || figures.length < 3) return false;
  if (rows.filter((row) => row.phrases.length >= 2).length * 2 < rows.length) return false;
  return !isContents(rows) && !isNumberedList(rows);
}

/** Page numbers: one short whole number at the end of each line that never falls. */
function isContents(rows: PhraseLine[]): boolean {
  const ends = rows.map((row) => row.phrases.at(-1)?.text ?? '');
  const numbers = ends.map((text) => (/^\d{1,3}$/.test(text) ? Number(text) : Number.NaN));
  const single =
    rows.filter((row) => row.phrases.filter((phrase) => isFigure(phrase.shape)).length <= 2).length >=
    rows.length * 0.9;
  const rising = numbers.filter((value, index) => index === 0 || value >= (numbers[index - 1] ?? 0)).length;
  return (
    single &&
    numbers.every((value) => !Number.isNaN(value)) &&
    rising >= rows.length * 0.95 &&
    rows.length >= 3
  );
}

function isNumberedList(rows: PhraseLine[]): boolean {
  const starts = rows.filter(
    (row) => /^\(?[\da-z]{1,2}[.)]$/i.test(row.phrases[0]?.text ?? '') && row.phrases.length === 2,
  );
  return (
    starts.length >= rows.length * 0.7 && median(rows.map((row) => row.phrases.at(-1)?.words.length ?? 0)) > 2
  );
}
