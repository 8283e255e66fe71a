import { detectFigureStyle, type FigureStyle } from '../amounts/figure-style.ts';
import type { DecimalMark } from '../amounts/parse-digits.ts';
import type { Cell, Row } from '../schedules/schedule.ts';

/**
 * How a column writes its figures, told from those that were read: what the rest of the document said of "1,234" lives on in their
 * values. A column without a telling figure follows its table.
 */
export function figureStyleOf(rows: readonly Row[], col: number): FigureStyle {
  const body = rows.filter(({ role }) => role !== 'head');
  const column = body.flatMap(({ cells }) => cells[col] ?? []);
  const decimal = decimalOf(column) ?? decimalOf(body.flatMap(({ cells }) => cells));
  return { decimal: decimal ?? detected(body), dateOrder: dateOrderOf(body) };
}

function detected(body: readonly Row[]): DecimalMark {
  return detectFigureStyle(body.flatMap(({ cells }) => cells.map(({ raw }) => raw))).decimal;
}

function decimalOf(cells: readonly Cell[]): DecimalMark | null {
  let [comma, point] = [0, 0];
  for (const cell of cells) {
    const mark = markOf(cell);
    if (mark === ',') comma++;
    else if (mark === '.') point++;
  }
  if (comma === point) return null;
  return comma > point ? ',' : '.';
}

/** The last mark of a figure is its decimal mark where as many digits follow as it has decimals, and groups where it has none. */
function markOf({ raw, value }: Cell): DecimalMark | null {
  if (value.type !== 'amount' && value.type !== 'percent') return null;
  const [, mark, behind = ''] = /([.,])(\d+)\D*$/.exec(raw) ?? [];
  if (mark !== ',' && mark !== '.') return null;
  if (value.scale === behind.length) return mark;
  return value.scale === 0 && behind.length === 3 ? (mark === ',' ? '.' : ',') : null;
}

function dateOrderOf(body: readonly Row[]): FigureStyle['dateOrder'] {
  let [dayFirst, monthFirst] = [0, 0];
  for (const { cells } of body)
    for (const { raw, value } of cells) {
      if (value.type !== 'date' || value.ambiguous) continue;
      const [, first, second] = /^(\d{1,2})[./-](\d{1,2})[./-]\d/.exec(raw) ?? [];
      if (first === undefined || Number(first) === Number(second)) continue;
      if (Number(first) === Number(value.iso.slice(8))) dayFirst++;
      else monthFirst++;
    }
  if (dayFirst > 0 === monthFirst > 0) return 'unknown';
  return dayFirst > 0 ? 'day-first' : 'month-first';
}
