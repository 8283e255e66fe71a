import { formatDigits } from '#shared/amounts/format-digits.ts';
import type { Cell, CellValue, RowRole } from '#shared/schedules/schedule.ts';

/**
 * A cell as the workbook shows it: negatives in parentheses, zero as a dash, months by name, and a currency sign on totals only.
 * What is no figure stays the text that was read.
 */
export function showValue({ value, raw }: Pick<Cell, 'value' | 'raw'>, role: RowRole): string {
  if (value.type === 'blank') return '';
  if (value.type === 'text') return value.text;
  if (value.type === 'date') return showDate(value.iso) ?? raw;
  if (value.type === 'percent') return showFigure(value, { before: '', after: '%' });
  return showFigure(value, { before: isTotal(role) ? signOf(value.currency) : '', after: '' });
}

/** Minor units of a scale, negatives in parentheses: (-50, 0) -> "(50)". */
export function showMinor(minor: number, scale: number): string {
  const digits = formatDigits(Math.abs(minor), scale, WESTERN);
  return minor < 0 ? `(${digits})` : digits;
}

const WESTERN = { decimal: '.', group: ',', grouping: 'western' } as const;

function showFigure(
  { minor, scale }: Extract<CellValue, { minor: number }>,
  unit: { before: string; after: string },
): string {
  if (minor === 0) return '–';
  const digits = unit.before + formatDigits(Math.abs(minor), scale, WESTERN) + unit.after;
  return minor < 0 ? `(${digits})` : digits;
}

function isTotal(role: RowRole): boolean {
  return role === 'total' || role === 'subtotal';
}

function signOf(currency = ''): string {
  return /^[A-Za-z.]+$/.test(currency) ? `${currency}\u00a0` : currency;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function showDate(iso: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso) ?? [];
  const name = MONTHS[Number(month) - 1];
  return year && name ? `${Number(day)} ${name} ${year}` : null;
}
