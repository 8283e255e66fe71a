import type { CellValue } from '../schedules/schedule.ts';
import type { FigureStyle } from './figure-style.ts';

type DateValue = Extract<CellValue, { type: 'date' }>;

/**
 * Reads a full date in folded text: 2023-12-31, 12/31/2023, 31.12.2023, Dec 31, 2023, 31-Dec-23. Null for anything else, and for
 * days that no calendar has. Where day and month could be swapped and the table does not settle it, month-first is taken and
 * the date is flagged `ambiguous`. Two-digit years below 70 are of this century.
 */
export function parseDate(text: string, order: FigureStyle['dateOrder']): DateValue | null {
  return isoDate(text) ?? wordedDate(text) ?? numericDate(text, order);
}

function isoDate(text: string): DateValue | null {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  return match ? dateOf(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const MONTH_FIRST = new RegExp(`^${MONTH}[. ]+(\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})$`, 'i');
const DAY_FIRST = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[ .-]+${MONTH}[ .,-]+(\\d{4}|\\d{2})$`, 'i');

function wordedDate(text: string): DateValue | null {
  const us = MONTH_FIRST.exec(text);
  if (us) return dateOf(Number(us[3]), monthOf(us[1]), Number(us[2]));
  const eu = DAY_FIRST.exec(text);
  return eu ? dateOf(fullYear(eu[3]), monthOf(eu[2]), Number(eu[1])) : null;
}

function numericDate(text: string, order: FigureStyle['dateOrder']): DateValue | null {
  const match = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (!match) return null;
  const [first, second, year] = [Number(match[1]), Number(match[3]), fullYear(match[4])];
  const dayFirst = dateOf(year, second, first);
  const monthFirst = dateOf(year, first, second);
  if (!dayFirst || !monthFirst) return dayFirst ?? monthFirst;
  if (first === second || order !== 'unknown') return order === 'day-first' ? dayFirst : monthFirst;
  return { ...monthFirst, ambiguous: true };
}

function dateOf(year: number, month: number, day: number): DateValue | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { type: 'date', iso: date.toISOString().slice(0, 10) } : null;
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function fullYear(digits: string | undefined): number {
  const year = Number(digits);
  if ((digits ?? '').length === 4) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}
