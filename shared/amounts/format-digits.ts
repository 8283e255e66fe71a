import type { DecimalMark } from './parse-digits.ts';

/** How the digits of a figure are set. */
export interface DigitStyle {
  decimal: DecimalMark;
  /** What stands between groups; empty for none. */
  group: string;
  /** western: 1,234,567 · indian: 12,34,567 */
  grouping: 'western' | 'indian';
}

/** Prints an unsigned figure: (123450, 2) -> "1,234.50". The inverse of `parseDigits`; never goes through a float. */
export function formatDigits(minor: number, scale: number, style: DigitStyle): string {
  const digits = String(minor).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const decimals = scale > 0 ? style.decimal + digits.slice(digits.length - scale) : '';
  return whole.replace(GROUPS[style.grouping], style.group) + decimals;
}

const GROUPS = { western: /\B(?=(?:\d{3})+$)/g, indian: /\B(?=(?:\d{2})*\d{3}$)/g };
