import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFigureStyle, type FigureStyle } from '#shared/amounts/figure-style.ts';
import { formatMinor } from '#shared/amounts/format-minor.ts';
import { parseCell } from '#shared/amounts/parse-cell.ts';

const POINT: FigureStyle = { decimal: '.', dateOrder: 'unknown' };
const COMMA: FigureStyle = { decimal: ',', dateOrder: 'unknown' };
const amount = (minor: number, scale = 0) => ({ type: 'amount', minor, scale });

describe('amounts', () => {
  it.each([
    ['1,234', amount(1234)],
    ['(1,234)', amount(-1234)],
    ['(1,234', amount(-1234)],
    ['1,234-', amount(-1234)],
    ['\u22121,234.5', amount(-12345, 1)],
    ['\u20131,234', amount(-1234)],
    ['1,234 CR', amount(-1234)],
    ['1,234 DR', amount(1234)],
    ['1\u2009234\u00a0567', amount(1234567)],
    ["1'234.50", amount(123450, 2)],
    ['12,34,567', amount(1234567)],
    ['.5', amount(5, 1)],
    ['0', amount(0)],
    ['-0.00', amount(0, 2)],
    ['1.234,56', amount(123456, 2)],
  ])('%s is read as an integer of minor units', (raw, value) => {
    expect(parseCell(raw, POINT, 'figure')).toEqual(value);
  });

  it.each([
    ['$1,200', '$'],
    ['$ (1,200)', '$'],
    ['(US$1,200)', 'US$'],
    ['EUR 1,200', 'EUR'],
    ['1,200 GBP', 'GBP'],
    ['€1,200', '€'],
  ])('the currency of %s is kept as printed', (raw, currency) => {
    expect(parseCell(raw, POINT, 'figure')).toMatchObject({ type: 'amount', currency });
  });

  it.each(['-', '–', '—', 'nil', '$ —', '(-)'])('%s is zero', (raw) => {
    expect(parseCell(raw, POINT, 'figure')).toMatchObject(amount(0));
  });

  it.each([
    ['12.5%', 125, 1],
    ['(12.5)%', -125, 1],
    ['(12.5%)', -125, 1],
    ['- - %', 0, 0],
    ['5 %', 5, 0],
  ])('%s is a percentage', (raw, minor, scale) => {
    expect(parseCell(raw, POINT, 'figure')).toEqual({ type: 'percent', minor, scale });
  });

  it.each([
    ['1,234(a)', 1234, 'a'],
    ['1,234 (1)', 1234, '1'],
    ['(1,234)(1)', -1234, '1'],
    ['1,234*', 1234, '*'],
    ['5¹', 5, '1'],
  ])('the footnote mark of %s is split off', (raw, minor, footnote) => {
    expect(parseCell(raw, POINT, 'figure')).toMatchObject({ minor, footnote });
  });

  it.each(['n/a', 'NM', '0042', '10-15', '5 yr', '2.5x', '$', '()', '99999999999999999', '60 m', '1,23,45'])(
    '%s stays text',
    (raw) => {
      expect(parseCell(raw, POINT, 'figure').type).toBe('text');
    },
  );

  it('a blank cell stays blank, a dash does not', () => {
    expect(parseCell(' \u00a0 ', POINT, 'figure')).toEqual({ type: 'blank' });
  });

  it.each(['head', 'label', 'code'] as const)(
    'a year, a date or a number in the place of a %s stays text',
    (place) => {
      for (const raw of ['2024', '1044', 'December 31, 2023']) {
        expect(parseCell(raw, POINT, place)).toEqual({ type: 'text', text: raw });
      }
    },
  );

  it('one amount with one mark and three digits follows the table, not its own looks', () => {
    expect(parseCell('1.234', POINT, 'figure')).toEqual(amount(1234, 3));
    expect(parseCell('1.234', COMMA, 'figure')).toEqual(amount(1234));
    expect(parseCell('1,234', COMMA, 'figure')).toEqual(amount(1234, 3));
  });
});

describe('dates', () => {
  it.each([
    ['2023-12-31', '2023-12-31'],
    ['12/31/2023', '2023-12-31'],
    ['31.12.2023', '2023-12-31'],
    ['Dec 31, 2023', '2023-12-31'],
    ['31-Dec-23', '2023-12-31'],
    ['1 September 1999', '1999-09-01'],
    ['05/05/2023', '2023-05-05'],
  ])('%s is one certain day', (raw, iso) => {
    expect(parseCell(raw, POINT, 'figure')).toEqual({ type: 'date', iso });
  });

  it('a date whose day and month could be swapped is flagged until the table settles it', () => {
    expect(parseCell('03/04/2023', POINT, 'figure')).toEqual({
      type: 'date',
      iso: '2023-03-04',
      ambiguous: true,
    });
    const settled = detectFigureStyle(['03/04/2023', '25/12/2023']);
    expect(parseCell('03/04/2023', settled, 'figure')).toEqual({ type: 'date', iso: '2023-04-03' });
  });

  it.each(['31.02.2023', '2023-13-01', '00/00/2023'])('%s is no day of any calendar', (raw) => {
    expect(parseCell(raw, POINT, 'figure').type).toBe('text');
  });
});

describe('the style of a table', () => {
  it('is found from figures that can be read one way only', () => {
    expect(detectFigureStyle(['1.234', '12,5', '7.000']).decimal).toBe(',');
    expect(detectFigureStyle(['1,234', '12.5', '7,000']).decimal).toBe('.');
    expect(detectFigureStyle(['1.234.567']).decimal).toBe(',');
  });

  it('is not misled by dates, notes and sentences', () => {
    expect(detectFigureStyle(['Dec 29, 2018', '31.12.2023', 'Notes 3,5 and 7']).decimal).toBe('.');
  });
});

describe('format then parse', () => {
  const conventions = fc.record({
    minor: fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }),
    scale: fc.integer({ min: 0, max: 4 }),
    group: fc.constantFrom('mark', ' ', '\u2009', "'", ''),
    negative: fc.constantFrom('(%)', '-%', '\u2212%', '%-', '% CR'),
    currency: fc.constantFrom('', '$', '€', 'US$'),
    decimal: fc.constantFrom('.' as const, ',' as const),
  });

  it('gives back every amount in every convention', () => {
    fc.assert(
      fc.property(conventions, ({ minor, scale, group, negative, currency, decimal }) => {
        const mark = group === 'mark' ? (decimal === '.' ? ',' : '.') : group;
        const plain = formatMinor(Math.abs(minor), scale).replace(/[.,]/g, (found) =>
          found === '.' ? decimal : mark,
        );
        const printed = minor < 0 ? negative.replace('%', plain) : plain;
        const value = parseCell(currency + printed, { decimal, dateOrder: 'unknown' }, 'figure');
        expect(value).toMatchObject({ type: 'amount', minor, scale });
      }),
    );
  });

  it('never makes a figure out of an account number with leading zeros', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^0\d{1,11}$/), (code) => {
        expect(parseCell(code, POINT, 'figure')).toEqual({ type: 'text', text: code });
      }),
    );
  });

  it('never throws and never leaves the exact integers, whatever stands in a cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (raw) => {
        const value = parseCell(raw, POINT, 'figure');
        const minor = value.type === 'amount' || value.type === 'percent' ? value.minor : 0;
        expect(Number.isSafeInteger(minor)).toBe(true);
      }),
    );
    expect(parseCell('9007199254740993', POINT, 'figure').type).toBe('text');
  });
});
