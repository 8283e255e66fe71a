import type { CellValue } from '../schedules/schedule.ts';
import { type DecimalMark, type Digits, parseDigits } from './parse-digits.ts';
import { peelFigure } from './peel-figure.ts';

type Figure = Extract<CellValue, { type: 'amount' | 'percent' }>;

/**
 * Reads one amount or percentage in folded text, or null. Negative are "(1,234)", "-1,234", "1,234-" and "1,234 CR"
 * (a ledger counts debits as positive). A lone dash, "nil" and "-0-" are zero. The decimal mark of the table is tried first,
 * the other one where only that can be meant. The currency is kept as printed ("$", "US$", "EUR"); footnote marks are split off.
 */
export function parseAmount(text: string, decimal: DecimalMark): Figure | null {
  const peeled = peelFigure(text);
  if (!peeled) return null;
  const size = peeled.digits === '' ? NOTHING : readDigits(peeled.digits, decimal);
  if (!size) return null;
  const figure = { minor: size.minor === 0 ? 0 : peeled.sign * size.minor, scale: size.scale };
  const mark = peeled.footnote ? { footnote: peeled.footnote } : {};
  if (peeled.percent) return { type: 'percent', ...figure, ...mark };
  return { type: 'amount', ...figure, ...(peeled.currency ? { currency: peeled.currency } : {}), ...mark };
}

const NOTHING: Digits = { minor: 0, scale: 0 };

/** The other mark counts only where the text leaves no choice, so that "1.234" never changes its meaning by accident. */
function readDigits(digits: string, decimal: DecimalMark): Digits | null {
  const certain =
    (digits.includes(',') && digits.includes('.')) ||
    /^[\d ']+[.,]\d{1,2}$/.test(digits) ||
    /^\d{1,3}([.,]\d{3}){2,}$/.test(digits);
  return parseDigits(digits, decimal) ?? (certain ? parseDigits(digits, decimal === '.' ? ',' : '.') : null);
}
