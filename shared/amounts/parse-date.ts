import type { CellValue } from '../schedules/schedule.ts';
import type { FigureStyle } from './figure-style.ts';
import { monthNumber } from './month-number.ts';

type DateValue = Extract<CellValue, { type: 'date' }>;

/**
 * Reads a full date in folded text: 2023-12-31, 12/31/2023, 31.12.2023, Dec 31, 2023, 31-Dec-23, 31 décembre 2023. Null for
 * anything else, such as periods and months without a day, and for days that no calendar has. Where day and month could be
 * swapped and the table does not settle it, the likelier order is taken and the date is flagged `ambiguous`. Two-digit years
 * below 70 are of this century, the others of the last.
 */
export function parseDate(text: string, style: FigureStyle): DateValue | null {
  if (text.length > LONGEST_DATE) return null;
  return isoDate(text) ?? wordedDate(text) ?? numericDate(text, style);
}

const LONGEST_DATE = 40;

function isoDate(text: string): DateValue | null {
  const match = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  return match ? dateOf(Number(match[1]), Number(match[3]), Number(match[4])) : null;
}

const NAME = String.raw`(\p{L}{3,10}\.?)`;
const MONTH_FIRST = new RegExp(String.raw`^${NAME}[ -]?(\d{1,2})(?:st|nd|rd|th)?(?:, ?| |-)(\d{4})$`, 'iu');
const DAY_FIRST = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th|er|[.o°])?(?: (?:of|de)(?= ))?[- ]?${NAME}(?: de(?= )|,)?[ -]?(\d{4}|'?\d{2})$`,
  'iu',
);

function wordedDate(text: string): DateValue | null {
  const us = MONTH_FIRST.exec(text);
  if (us) return dateOf(Number(us[3]), monthNumber(us[1] ?? ''), Number(us[2]));
  const eu = DAY_FIRST.exec(text);
  return eu ? dateOf(fullYear(eu[3] ?? ''), monthNumber(eu[2] ?? ''), Number(eu[1])) : null;
}

/** With points or dashes a year of two digits needs full days and months: "1.2.13" is the number of a paragraph. */
const NUMERIC =
  /^(?:(\d{1,2})([./-])(\d{1,2})\2(\d{4})|(\d\d)([.-])(\d\d)\6(\d\d)|(\d{1,2})(\/)(\d{1,2})\/(\d\d))$/;

function numericDate(text: string, style: FigureStyle): DateValue | null {
  const parts = NUMERIC.exec(text)
    ?.slice(1)
    .filter((part) => part !== undefined);
  if (!parts) return null;
  const [first = '', mark = '', second = '', year = ''] = parts;
  const dayFirst = dateOf(fullYear(year), Number(second), Number(first));
  const monthFirst = dateOf(fullYear(year), Number(first), Number(second));
  if (!dayFirst || !monthFirst) return dayFirst ?? monthFirst;
  if (style.dateOrder !== 'unknown') return style.dateOrder === 'day-first' ? dayFirst : monthFirst;
  if (Number(first) === Number(second)) return dayFirst;
  return { ...(isDayFirstLikely(mark, style) ? dayFirst : monthFirst), ambiguous: true };
}

/** Points between day and month and commas before decimals are both written where the day comes first. */
function isDayFirstLikely(mark: string, style: FigureStyle): boolean {
  return mark === '.' || style.decimal === ',';
}

/** Years beyond these are misread or no years at all. */
const YEARS = [1800, 2199] as const;

function dateOf(year: number, month: number, day: number): DateValue | null {
  if (year < YEARS[0] || year > YEARS[1]) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { type: 'date', iso: date.toISOString().slice(0, 10) } : null;
}

function fullYear(digits: string): number {
  const year = Number(digits.replace("'", ''));
  if (digits.length === 4) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}
