import type { FigureStyle } from './figure-style.ts';
import { type CellPlace, parseCell } from './parse-cell.ts';
import type { CellValue, ColumnRole } from '../schedules/schedule.ts';

/**
 * What a column holds, by the majority of its body cells, and how its cells are to be read. The first column is the label unless
 * it holds amounts; codes and years stay text; a column of texts may still hold single amounts.
 */
export function columnRole(
  column: { index: number; heading: string; texts: string[] },
  style: FigureStyle,
): { role: ColumnRole; place: CellPlace } {
  const filled = column.texts.filter((text) => text !== '');
  const values = filled.map((text) => parseCell(text, style, 'figure'));
  const share = (type: CellValue['type']) =>
    values.filter((value) => value.type === type).length / Math.max(1, values.length);
  if (column.index === 0) return firstColumn(filled, share);
  if (isCode(column.heading, filled)) return { role: 'text', place: 'code' };
  if (share('amount') + share('percent') >= LEAST_SHARE)
    return { role: share('percent') > share('amount') ? 'percent' : 'amount', place: 'figure' };
  return { role: share('date') >= LEAST_SHARE ? 'date' : 'text', place: 'figure' };
}

const LEAST_SHARE = 0.5;

/** Only figures that are certainly amounts make a first column one of amounts: numbers of rows, years and ages are labels. */
function firstColumn(
  filled: string[],
  share: (type: CellValue['type']) => number,
): { role: ColumnRole; place: CellPlace } {
  if (share('date') >= LEAST_SHARE) return { role: 'date', place: 'figure' };
  const money = filled.filter((text) => /[$€£%]|\d[.,]\d/.test(text)).length;
  return share('amount') > 0.8 && money > filled.length / 2
    ? { role: 'amount', place: 'figure' }
    : { role: 'label', place: 'label' };
}

const CODE_HEADING =
  /\b(?:acct|account|a\/c|code|ref|reference|invoice|voucher|check|cheque|id|note|notes|line|no|nr|number)\b\.?$|#$|^#/i;

function isCode(heading: string, filled: string[]): boolean {
  const plain = filled.filter((text) => /^[A-Z]{0,3}-?\d{1,12}$/.test(text)).length;
  const years = filled.filter((text) => /^(?:19|20)\d\d$/.test(text)).length;
  if (filled.length === 0) return false;
  return years === filled.length || (CODE_HEADING.test(heading.trim()) && plain >= filled.length * 0.8);
}
