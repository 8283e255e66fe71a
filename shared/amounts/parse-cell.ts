import type { CellValue } from '../schedules/schedule.ts';
import type { FigureStyle } from './figure-style.ts';
import { foldText } from './fold-text.ts';
import { parseAmount } from './parse-amount.ts';
import { parseDate } from './parse-date.ts';

/** Where a cell stands: only in a figure column may its text become an amount; a heading "2024" or an account "1044" may not. */
export type CellPlace = 'head' | 'label' | 'code' | 'figure';

/**
 * The typed value of a cell, see CellValue. Blank stays blank; "n/a", "NM" and whatever is no figure stay text as printed, with
 * white space folded. Amounts are integer minor units; one that does not fit an exact integer (16 digits and more, which no
 * spreadsheet can hold either) stays text, so that no digit is lost in silence. Any string is taken; time grows with its length.
 */
export function parseCell(raw: string, style: FigureStyle, place: CellPlace): CellValue {
  const printed = raw.replace(/\s+/g, ' ').trim();
  if (printed === '') return { type: 'blank' };
  const text = { type: 'text', text: printed } as const;
  if (place !== 'figure') return text;
  const folded = foldText(printed);
  return parseDate(folded, style) ?? parseAmount(folded, style.decimal) ?? text;
}
