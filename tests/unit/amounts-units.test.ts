import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCurrency } from '#shared/amounts/read-currency.ts';
import { readUnit } from '#shared/amounts/read-unit.ts';

describe('the unit of a schedule', () => {
  it.each([
    ['(in thousands)', 1e3, ''],
    ['(In millions, except per share data)', 1e6, ''],
    ['[In thousands]', 1e3, ''],
    ['Amounts in US$ thousands', 1e3, 'US$'],
    ['Dollars in thousands', 1e3, '$'],
    ['U.S. $ in thousands', 1e3, '$'],
    ['(millions of yen)', 1e6, '¥'],
    ['$000', 1e3, '$'],
    ["£'000", 1e3, '£'],
    ['HK$’000', 1e3, 'HK$'],
    ["(000's)", 1e3, ''],
    ['in 000s', 1e3, ''],
    ['€m', 1e6, '€'],
    ['EUR m', 1e6, 'EUR'],
    ['SEKm', 1e6, 'SEK'],
    ['$bn', 1e9, '$'],
    ['in EUR million', 1e6, 'EUR'],
    ['TEUR', 1e3, 'EUR'],
    ['T€', 1e3, '€'],
    ['in Mio. EUR', 1e6, 'EUR'],
    ['in Tausend Euro', 1e3, '€'],
    ['en milliers d’euros', 1e3, '€'],
    ['en miles de euros', 1e3, '€'],
    ['in migliaia di euro', 1e3, '€'],
    ['in duizenden euro’s', 1e3, '€'],
    ['Rs. in lakhs', 1e5, 'Rs.'],
    ['(₹ in crores)', 1e7, '₹'],
  ])('%s is kept as printed, with what it multiplies by', (text, multiplier, currency) => {
    expect(readUnit(text)).toEqual({ text, multiplier });
    expect(readCurrency(text)).toBe(currency);
  });

  it.each([
    ['Statement of income, in thousands of euros', 'in thousands of euros'],
    ['Balance sheet (in millions of dollars) (unaudited)', '(in millions of dollars)'],
    ['2023 £m', '£m'],
  ])('of %s only the words of the unit are taken', (line, text) => {
    expect(readUnit(line)?.text).toBe(text);
  });

  it.each([
    '10,000',
    'Notes of 10,000',
    '$10,000.00',
    '5 million',
    'EUR 5 million',
    'in miles',
    'per 100,000 people',
    '$m²',
  ])('%s names no unit', (line) => {
    expect(readUnit(line)).toBeNull();
  });

  it('what is read is always part of the line, whatever the line', () => {
    const pieces = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      'in ',
      'thousands',
      ' ',
      'of ',
      '$',
      '€',
      "'000",
      'm',
      'EUR',
      '12',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (words) => {
        const line = words.join('');
        const text = readUnit(line)?.text ?? line;
        expect(line).toContain(text);
        expect(text === '' && line !== '').toBe(false);
      }),
    );
  });
});
