import { formatDigits } from './format-digits.ts';

/** Prints an integer minor amount for a sentence: (-123450, 2) -> "-1,234.50". Never goes through a float. */
export function formatMinor(minor: number, scale: number): string {
  const digits = formatDigits(Math.abs(minor), scale, { decimal: '.', group: ',', grouping: 'western' });
  return minor < 0 ? `-${digits}` : digits;
}
