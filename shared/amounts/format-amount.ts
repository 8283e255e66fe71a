import type { CellValue } from '../schedules/schedule.ts';
import { type DigitStyle, formatDigits } from './format-digits.ts';

/** One way to print amounts and percentages. */
export interface AmountConvention extends DigitStyle {
  /** "%" stands for the figure: "(%)", "-%", "%-", "% CR", "(%". */
  negative: string;
  /** Where currency or percent sign stand: outside the sign of a negative figure or inside of it, before or after the figure. */
  unit: 'outside-before' | 'outside-after' | 'inside-before' | 'inside-after';
  /** What stands between the figure and its currency or percent sign. */
  gap: '' | ' ' | '\u00a0' | '\u202f';
  /** "%" stands for the mark: "(%)", " (%)", "[%]", "%". */
  footnote: string;
}

/**
 * Prints an amount or a percentage in one convention; `parseAmount` reads it back in any of them, given the same decimal mark.
 * Zero has no sign.
 */
export function formatAmount(
  value: Extract<CellValue, { type: 'amount' | 'percent' }>,
  convention: AmountConvention,
): string {
  const digits = formatDigits(Math.abs(value.minor), value.scale, convention);
  const unit = value.type === 'percent' ? '%' : (value.currency ?? '');
  const place = (text: string, side: 'outside' | 'inside') => withUnit(text, unit, { side, convention });
  const inner = place(digits, 'inside');
  const signed = value.minor < 0 ? convention.negative.replace('%', () => inner) : inner;
  const mark = value.footnote ? convention.footnote.replace('%', () => value.footnote ?? '') : '';
  return place(signed, 'outside') + mark;
}

function withUnit(
  text: string,
  unit: string,
  at: { side: 'outside' | 'inside'; convention: AmountConvention },
): string {
  const { gap } = at.convention;
  if (unit !== '' && at.convention.unit === `${at.side}-before`) return unit + gap + text;
  return unit !== '' && at.convention.unit === `${at.side}-after` ? text + gap + unit : text;
}
