import type { CellValue } from '#shared/schedules/schedule.ts';
import { figureNumber } from './figure-number.ts';
import type { Content } from './sheet-model.ts';

/** Excel counts 1900 as a leap year, so that only dates from March 1900 on are the same day everywhere. */
const FIRST_SAFE_DATE = '1900-03-01';

/** What a cell of a schedule is on a sheet. What cannot be a number or a date there stays the text as read. */
export function cellContent(value: CellValue, raw: string): Content {
  if (value.type === 'blank' || (value.type === 'text' && value.text === '')) return { type: 'blank' };
  if (value.type === 'text') return { type: 'text', text: value.text };
  if (value.type === 'date')
    return isSafeDate(value.iso) ? { type: 'date', iso: value.iso } : { type: 'text', text: raw };
  const number = figureNumber(value);
  return number === null ? { type: 'text', text: raw } : { type: 'number', number };
}

function isSafeDate(iso: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(iso) && iso >= FIRST_SAFE_DATE && !Number.isNaN(Date.parse(iso));
}
