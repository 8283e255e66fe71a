/** Zero is a dash, negatives stand in parentheses, texts keep their distance from the right edge like the figures. */
export function amountFormat(decimals: number, currency = ''): string {
  const sign = currency === '' ? '' : `"${currency.replace(/["\\]/g, '')}"`;
  const figure = `${sign}#,##0${fraction(decimals)}`;
  return `${figure}_);(${figure});"–"_);@_)`;
}

export function percentFormat(decimals: number): string {
  const figure = `0${fraction(decimals)}%`;
  return `${figure}_);(${figure});"–"_);@_)`;
}

/** The tick is the number format of zero, so that it goes as soon as a figure is changed. */
export function differenceFormat(decimals: number, percent = false): string {
  const figure = percent ? `0${fraction(decimals)}%` : `#,##0${fraction(decimals)}`;
  return `${figure}_);(${figure});"✓"_)`;
}

/** Month by name: nobody has to guess which number is the day. */
export const DATE_FORMAT = 'd mmm yyyy';

/** A cell of this format stays text even when a person edits it, so that "=1+1" and "00120" survive. */
export const TEXT_FORMAT = '@';

/** A harmless text at the distance from the right edge that figures keep from their parentheses. */
export const ASIDE_FORMAT = '@_)';

/** Excel takes 30 decimals; no schedule prints more than a dozen. */
function fraction(decimals: number): string {
  return decimals > 0 ? `.${'0'.repeat(Math.min(decimals, 12))}` : '';
}
