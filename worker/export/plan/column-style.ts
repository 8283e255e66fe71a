import { CURRENCY_PATTERN } from '#shared/amounts/currency-pattern.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';

/** How the figures of one column are written. */
export interface ColumnStyle {
  decimals: number;
  /** Put before totals; empty for none. */
  currency: string;
}

/** Decimals as most figures of the column have them in the source; the currency as the source prints it. */
export function columnStyles(schedule: Schedule, width: number): ColumnStyle[] {
  const printed = Array.from({ length: width }, (_, col) => printedCurrency(schedule, col));
  const silent = printed.every((currency) => currency === '');
  return printed.map((currency, col) => ({
    decimals: usualDecimals(schedule, col),
    currency: currencySign(silent && countsMoney(schedule, col) ? schedule.caption.currency : currency),
  }));
}

function printedCurrency(schedule: Schedule, col: number): string {
  for (const row of schedule.rows) {
    const value = row.cells[col]?.value;
    if (value?.type === 'amount' && value.currency) return value.currency;
  }
  return '';
}

/** Only where the caption alone names the currency: a sign before a number of shares would be wrong. */
function countsMoney(schedule: Schedule, col: number): boolean {
  const column = schedule.columns[col];
  return (
    column?.role === 'amount' &&
    !/\b(units?|quantity|qty|shares?|number|no|hours|days|count|rate|ref)\b/i.test(column.heading)
  );
}

function usualDecimals(schedule: Schedule, col: number): number {
  const votes = new Map<number, number>();
  for (const row of schedule.rows) {
    const value = row.cells[col]?.value;
    if ((value?.type !== 'amount' && value?.type !== 'percent') || value.minor === 0) continue;
    votes.set(value.scale, (votes.get(value.scale) ?? 0) + 1);
  }
  const [usual] = [...votes].sort((one, other) => other[1] - one[1] || other[0] - one[0]);
  return usual?.[0] ?? 0;
}

const SIGNS: Readonly<Record<string, string>> = {
  USD: '$',
  EUR: '€',
  GBP: '£',
  JPY: '¥',
  CNY: '¥',
  INR: '₹',
  KRW: '₩',
};

const CURRENCY = new RegExp(`^${CURRENCY_PATTERN}$`, 'u');

/** "$" for USD, "CHF " and "Rs. " for what is written in letters, '' for what is no currency. */
function currencySign(currency: string): string {
  const text = currency.trim();
  const sign = SIGNS[text.toUpperCase()];
  if (sign) return sign;
  if (/^[A-Z]{3}$/.test(text)) return `${text} `;
  if (!CURRENCY.test(text)) return '';
  return /\p{Sc}$/u.test(text) ? text : `${text} `;
}
