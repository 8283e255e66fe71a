import type { Ruling } from '#worker/page/page-model.ts';
import { unionBox } from './box-math.ts';
import { headSpans, type HeadPhrase } from './head-spans.ts';
import type { PhraseLine } from './phrases.ts';
import { type Band, cellText, type DraftRow, emptyCell } from './table-draft.ts';

/** Stage "heads": heading lines become rows; headings over several columns span them, wrapped headings become one cell. */
export function buildHeads(
  lines: readonly PhraseLine[],
  bands: readonly Band[],
  rulings: readonly Ruling[],
): DraftRow[] {
  const heads: HeadLine[] = lines.map((line) => ({ line, phrases: headSpans(line, bands, rulings) }));
  const groups: HeadLine[][] = [];
  for (const head of heads) {
    const above = groups.at(-1)?.at(-1);
    if (above && wraps(above, head, rulings)) groups.at(-1)?.push(head);
    else groups.push([head]);
  }
  return groups.map((group) => toRow(group, bands.length));
}

interface HeadLine {
  line: PhraseLine;
  phrases: HeadPhrase[];
}

/** Two lines of one heading row: close together, no ruling between, and no span above the leaves of several columns. */
function wraps(above: HeadLine, below: HeadLine, rulings: readonly Ruling[]): boolean {
  const pitch = (below.line.box[3] - above.line.box[3]) / below.line.sizePoints;
  const [upper, lower] = [
    (above.line.box[1] + above.line.box[3]) / 2,
    (below.line.box[1] + below.line.box[3]) / 2,
  ];
  const overlapping = (ruling: Ruling) =>
    ruling.box[2] > above.line.box[0] && ruling.box[0] < above.line.box[2];
  if (
    pitch > WRAPPED_PITCH_EMS ||
    rulings.some(
      (ruling) =>
        ruling.direction === 'horizontal' &&
        ruling.box[1] > upper &&
        ruling.box[1] < lower &&
        overlapping(ruling),
    )
  )
    return false;
  if (isUnits(above, below)) return false;
  if (
    above.phrases.every((phrase) => phrase.from === phrase.to) &&
    below.phrases.every((phrase) => phrase.from === phrase.to)
  )
    return true;
  const [under, beside] = [below.phrases.filter(isUnder(above)), below.phrases.filter(isBeside(above))];
  return (
    under.length + beside.length === below.phrases.length &&
    under.some((phrase) => /^[\p{Ll}(]/u.test(phrase.phrase.text))
  );
}

/** Whether a heading stands over exactly the columns of one above it. */
function isUnder(above: HeadLine): (phrase: HeadPhrase) => boolean {
  return ({ from, to }) => above.phrases.some((other) => other.from === from && other.to === to);
}

function isBeside(above: HeadLine): (phrase: HeadPhrase) => boolean {
  return ({ from, to }) => above.phrases.every((other) => other.to < from || other.from > to);
}

/** "£m" or "(in millions)" below years is a line of its own, whatever stands beside the years. */
function isUnits(above: HeadLine, below: HeadLine): boolean {
  const over = below.phrases.filter((phrase) => phrase.from > 0 && !isBeside(above)(phrase));
  return over.length > 0 && over.every(({ phrase }) => UNIT.test(phrase.text));
}

const UNIT =
  /^\(?(?:[a-z]{0,3}[$€£¥]|%|[$€£¥]?(?:m|mn|bn|k)|[$€£]? ?'?000s?|[$€£](?:m|mn|bn|k|million|billion|thousand)s?|in (?:[a-z$€£.]+ )?(?:thousands|millions|billions).*)\)?$/i;

const WRAPPED_PITCH_EMS = 1.5;

function toRow(group: HeadLine[], columnCount: number): DraftRow {
  const cells = Array.from({ length: columnCount }, emptyCell);
  for (const { phrase, from, to } of group.flatMap((head) => head.phrases)) {
    const cell = cells[from];
    if (!cell) continue;
    cell.colSpan = cellText(cell) === '' ? to - from + 1 : Math.max(cell.colSpan, to - from + 1);
    cell.words.push(...phrase.words);
  }
  return { cells, box: unionBox(group.map((head) => head.line.box)) ?? [0, 0, 0, 0] };
}
