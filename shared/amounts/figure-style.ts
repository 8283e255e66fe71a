import { foldText } from './fold-text.ts';
import type { DecimalMark } from './parse-digits.ts';

/** How one table writes its figures; it cannot be told from one cell alone. */
export interface FigureStyle {
  decimal: DecimalMark;
  /** 'unknown' where no date of the table settles it; such dates are flagged as ambiguous. */
  dateOrder: 'day-first' | 'month-first' | 'unknown';
}

/**
 * Finds the style from all texts of a table. Only figures that can be read one way vote: "1.234,56" and "0,5" for the comma,
 * "1,234.56" and "12.5" for the point; "1,234" alone says nothing certain. Without a vote the point wins.
 */
export function detectFigureStyle(texts: Iterable<string>): FigureStyle {
  const votes = { comma: 0, point: 0, dayFirst: 0, monthFirst: 0 };
  for (const raw of texts) {
    const text = foldText(raw);
    const mark = certainDecimal(text);
    if (mark) votes[mark === ',' ? 'comma' : 'point']++;
    const order = certainDateOrder(text);
    if (order) votes[order === 'day-first' ? 'dayFirst' : 'monthFirst']++;
  }
  return { decimal: votes.comma > votes.point ? ',' : '.', dateOrder: dateOrder(votes) };
}

function dateOrder(votes: { dayFirst: number; monthFirst: number }): FigureStyle['dateOrder'] {
  if (votes.dayFirst === votes.monthFirst) return 'unknown';
  return votes.dayFirst > votes.monthFirst ? 'day-first' : 'month-first';
}

/** A cell that is nothing but one figure, with its signs, its currency and a footnote mark. */
const FIGURE =
  /^[^\p{L}\d]*(?:[A-Z]{1,3}[$€£¥]? ?)?[^\p{L}\d]*(\d+(?:[.,' ]\d+)*)[^\p{L}\d]*(?:[A-Z]{3}|[a-z]|[CD]R)?\)?$/u;

function certainDecimal(text: string): DecimalMark | null {
  const figure = FIGURE.exec(text)?.[1];
  if (!figure) return null;
  const comma = figure.lastIndexOf(',');
  const point = figure.lastIndexOf('.');
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
  if (comma >= 0) return certainFromOne(figure, ',');
  return point >= 0 ? certainFromOne(figure, '.') : null;
}

/** A mark seen twice groups, so the other one is the decimal mark; seen once it is decimal unless three digits follow. */
function certainFromOne(figure: string, mark: DecimalMark): DecimalMark | null {
  const parts = figure.split(mark);
  const other = mark === ',' ? '.' : ',';
  if (parts.length > 2) return parts.slice(1).every((part) => part.length === 3) ? other : null;
  const [whole = '', decimals = ''] = parts;
  const groups = decimals.length === 3 && whole.length <= 3 && whole !== '0';
  return groups ? null : mark;
}

function certainDateOrder(text: string): 'day-first' | 'month-first' | null {
  const match = /^(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})$/.exec(text);
  if (!match) return null;
  const [first, second] = [Number(match[1]), Number(match[2])];
  if (first > 12 && first <= 31 && second <= 12) return 'day-first';
  return second > 12 && second <= 31 && first <= 12 ? 'month-first' : null;
}
