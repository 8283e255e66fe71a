import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '#shared/amounts/fold-text.ts';
import { type AmountConvention, formatAmount } from '#shared/amounts/format-amount.ts';
import { formatMinor } from '#shared/amounts/format-minor.ts';
import { parseCell } from '#shared/amounts/parse-cell.ts';
import type { CellValue } from '#shared/schedules/schedule.ts';

type Figure = Extract<CellValue, { type: 'amount' | 'percent' }>;

const DECIMALS = ['.', ','] as const;
const GROUPS = ['mark', ' ', '\u00a0', '\u2009', '\u202f', "'", '\u2019', ''];
const NEGATIVES = [
  '(%)',
  '( % )',
  '-%',
  '- %',
  '\u2212%',
  '\u2013%',
  '%-',
  '% -',
  '% CR',
  '%CR',
  '% Cr.',
  '% (CR)',
  '(%',
  '(-%)',
];
const CURRENCIES = ['', '$', 'US$', 'C$', 'A$', '€', '£', '¥', 'CHF', 'EUR', 'USD', 'Rs.', 'kr', 'zł', '₹'];
const FOOTNOTES = [
  { footnote: '(%)', marks: ['a', 'ii', '1', '12'] },
  { footnote: ' (%)', marks: ['a', 'iv', '1', '12'] },
  { footnote: ' [%]', marks: ['a', '2'] },
  { footnote: '%', marks: ['*', '**', '†', '‡'] },
  { footnote: ' %', marks: ['*', '†'] },
];

const marked = fc
  .constantFrom(...FOOTNOTES)
  .chain(({ footnote, marks }) =>
    fc.record({ footnote: fc.constant(footnote), mark: fc.constantFrom('', ...marks) }),
  );

/** A figure, how it is printed, and the decimal mark of its table. */
const printed = fc
  .record({
    minor: fc.oneof(
      fc.integer({ min: -9999, max: 9999 }),
      fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    ),
    scale: fc.integer({ min: 0, max: 6 }),
    percent: fc.boolean(),
    currency: fc.constantFrom(...CURRENCIES),
    decimal: fc.constantFrom(...DECIMALS),
    group: fc.constantFrom(...GROUPS),
    indian: fc.boolean(),
    negative: fc.constantFrom(...NEGATIVES),
    unit: fc.constantFrom('outside-before', 'outside-after', 'inside-before', 'inside-after'),
    gap: fc.constantFrom('', ' ', '\u00a0', '\u202f'),
    marked,
  })
  .map(({ percent, currency, group, indian, marked: { footnote, mark }, ...rest }) => {
    const value: Figure = {
      minor: rest.minor,
      scale: rest.scale,
      ...(mark ? { footnote: mark } : {}),
      ...(percent ? { type: 'percent' } : { type: 'amount', ...(currency ? { currency } : {}) }),
    };
    const western = rest.decimal === ',' || group !== 'mark' || !indian;
    const mine: AmountConvention = {
      decimal: rest.decimal,
      negative: rest.negative,
      unit: rest.unit,
      gap: rest.gap,
      footnote,
      group: group === 'mark' ? (rest.decimal === '.' ? ',' : '.') : group,
      grouping: western ? 'western' : 'indian',
    };
    return { value, convention: mine };
  })
  .filter(isLegible);

/** Nobody could read a currency in letters that is grown together with "CR", or crores from a credit. */
function isLegible({ value, convention }: { value: Figure; convention: AmountConvention }): boolean {
  const currency = value.type === 'amount' ? (value.currency ?? '') : '';
  const credit = value.minor < 0 && /cr/i.test(convention.negative);
  const touching =
    (convention.unit === 'outside-after' && convention.gap === '') ||
    (convention.unit === 'inside-after' && convention.negative === '%CR');
  const grown = /\p{L}/u.test(currency) && touching;
  return !credit || (!grown && !['₹', 'Rs.'].includes(currency));
}

function read(raw: string, decimal: '.' | ','): CellValue {
  return parseCell(raw, { decimal, dateOrder: 'unknown' }, 'figure');
}

describe('print a figure, then read it', () => {
  it('gives back every figure in every convention', () => {
    fc.assert(
      fc.property(printed, ({ value, convention }) => {
        expect(read(formatAmount(value, convention), convention.decimal)).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives back the same from full-width forms', () => {
    const widen = (text: string) =>
      text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(printed, ({ value, convention }) => {
        expect(read(widen(formatAmount(value, convention)), convention.decimal)).toEqual(value);
      }),
    );
  });

  it('reads the folded text as it reads the raw one', () => {
    fc.assert(
      fc.property(printed, ({ value, convention }) => {
        const folded = foldText(formatAmount(value, convention));
        expect(read(folded, convention.decimal)).toEqual(value);
        expect(foldText(folded)).toBe(folded);
      }),
    );
  });

  it('a superscript of any number is a mark and never a digit of the figure', () => {
    const superscript = (mark: number) =>
      String(mark).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)));
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(99), (minor, mark) => {
        const value = read(formatMinor(minor, 0) + superscript(mark), '.');
        expect(value).toEqual({ type: 'amount', minor, scale: 0, footnote: String(mark) });
      }),
    );
  });
});

describe('what is read', () => {
  const SIGNS = [".,'()-%*$€ ¹①[]a".split(''), 'CR', ' (1)', '\u2013'].flat();
  const texts = fc
    .array(fc.oneof(fc.nat(9).map(String), fc.constantFrom(...SIGNS)), { maxLength: 14 })
    .map((signs) => signs.join(''));
  const digitsOf = (text: string) => text.replace(/\D/g, '').replace(/^0+/, '');

  it('holds every digit that is printed, in the figure or in its mark', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...DECIMALS), (raw, decimal) => {
        const value = read(raw, decimal);
        fc.pre(value.type === 'amount' || value.type === 'percent');
        expect(digitsOf(`${value.minor}${value.footnote ?? ''}`)).toBe(digitsOf(foldText(raw)));
      }),
      { numRuns: 2000 },
    );
  });

  it('never makes a figure out of an account number with leading zeros', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^0\d{1,11}$/), (code) => {
        expect(read(code, '.')).toEqual({ type: 'text', text: code });
      }),
    );
  });

  it('is negative only where a sign says so, and never positive behind one', () => {
    fc.assert(
      fc.property(texts, (raw) => {
        const folded = foldText(raw);
        const value = read(raw, '.');
        fc.pre(value.type === 'amount' || value.type === 'percent');
        expect(value.minor >= 0 || /[-(]|CR/.test(folded)).toBe(true);
        expect(value.minor <= 0 || !/^[$€ ]*[-(]/.test(folded)).toBe(true);
      }),
    );
  });
});
