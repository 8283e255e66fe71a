import { CURRENCY_PATTERN } from './currency-pattern.ts';

/** The currency that a line about measures names: "US$ thousands" -> "US$", "TEUR" -> "EUR", "US dollars" -> "$"; '' for none. */
export function readCurrency(text: string): string {
  const [, unitFirst, unitLast] = JOINED.exec(text) ?? [];
  const printed = unitFirst ?? unitLast ?? PRINTED.exec(text)?.[0];
  return printed ?? WORDS.find(([word]) => word.test(text))?.[1] ?? '';
}

/** A code that is grown together with its unit. */
const JOINED = /(?<!\p{L})(?:[TkKMm](EUR|USD|GBP|CHF|[€£$])|([A-Z]{3})(?:mn?|bn|k))(?!\p{L})/u;
const PRINTED = new RegExp(CURRENCY_PATTERN, 'u');

const WORDS: readonly [RegExp, string][] = [
  [/\bdollars?\b/i, '$'],
  [/\beuros?\b/i, '€'],
  [/\bpounds?\b/i, '£'],
  [/\b(?:swiss )?francs?\b/i, 'CHF'],
  [/\byen\b/i, '¥'],
  [/\brupees\b/i, '₹'],
];
