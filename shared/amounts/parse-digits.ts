/** The character that stands before the decimals. */
export type DecimalMark = '.' | ',';

/** An unsigned figure in integer minor units: value = minor / 10^scale. */
export interface Digits {
  minor: number;
  scale: number;
}

/**
 * Reads unsigned digits with group separators: "1,234.50" -> { minor: 123450, scale: 2 }.
 * Groups may be western (1,234,567), Indian (12,34,567), spaced (1 234 567) or Swiss (1'234'567).
 * Null where the text is no figure, looks like a code ("0042") or exceeds what an integer can hold exactly.
 */
export function parseDigits(text: string, decimal: DecimalMark): Digits | null {
  const match = GRAMMARS[decimal].exec(text);
  if (!match) return null;
  const whole = (match[1] ?? '').replace(/\D/g, '');
  const decimals = match[2] ?? '';
  if (looksLikeCode(whole)) return null;
  const minor = Number(whole + decimals);
  return Number.isSafeInteger(minor) ? { minor, scale: decimals.length } : null;
}

const GRAMMARS: Record<DecimalMark, RegExp> = {
  '.': /^(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d*)(?:\.(\d+))?$/,
  ',': /^(\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d*)(?:,(\d+))?$/,
};

/** Leading zeros are the mark of an account or document number: "0", "0.5" are figures, "0042" is not. */
function looksLikeCode(whole: string): boolean {
  return whole.length > 1 && whole.startsWith('0');
}
