import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFigureStyle, type FigureStyle } from '#shared/amounts/figure-style.ts';
import { parseCell } from '#shared/amounts/parse-cell.ts';

const OPEN: FigureStyle = { decimal: '.', dateOrder: 'unknown' };

describe('dates', () => {
  it.each([
    ['2023-12-31', '2023-12-31'],
    ['2023/12/31', '2023-12-31'],
    ['12/31/2023', '2023-12-31'],
    ['12/31/23', '2023-12-31'],
    ['31.12.2023', '2023-12-31'],
    ['31 December 2023', '2023-12-31'],
    ['Dec 31, 2023', '2023-12-31'],
    ['Dec. 31, 2023', '2023-12-31'],
    ['December 31st 2023', '2023-12-31'],
    ['31-Dec-23', '2023-12-31'],
    ['1 September 1999', '1999-09-01'],
    ['05/05/2023', '2023-05-05'],
    ['31. Dezember 2023', '2023-12-31'],
    ['1er février 2023', '2023-02-01'],
    ['31 de diciembre de 2023', '2023-12-31'],
    ['31 luglio 2023', '2023-07-31'],
    ['31 maart 2023', '2023-03-31'],
    ['29/02/2024', '2024-02-29'],
  ])('%s is one certain day', (raw, iso) => {
    expect(parseCell(raw, OPEN, 'figure')).toEqual({ type: 'date', iso });
  });

  it.each([
    ['01/02/69', '2069-01-02'],
    ['01/02/70', '1970-01-02'],
  ])('a year of two digits is of this century below 70: %s', (raw, iso) => {
    expect(parseCell(raw, { decimal: '.', dateOrder: 'month-first' }, 'figure')).toEqual({
      type: 'date',
      iso,
    });
  });

  it.each([
    '31.02.2023',
    '29/02/2023',
    '2023-13-01',
    '00/00/2023',
    '31 Foo 2023',
    '32 May 2023',
    '01/01/0001',
  ])('%s is no day of any calendar', (raw) => {
    expect(parseCell(raw, OPEN, 'figure').type).toBe('text');
  });

  it.each(['Q3 2023', 'FY2023', '2023/24', 'May 2023', 'Mar-23', '31/12', 'Dec 31', '1.2.13', 'H1 2023'])(
    '%s is a period or a number of something, not a day',
    (raw) => {
      expect(parseCell(raw, OPEN, 'figure').type).toBe('text');
    },
  );

  it('a date whose day and month could be swapped is flagged until the table settles it', () => {
    expect(parseCell('03/04/2023', OPEN, 'figure')).toEqual({
      type: 'date',
      iso: '2023-03-04',
      ambiguous: true,
    });
    const settled = detectFigureStyle(['03/04/2023', '25/12/2023']);
    expect(parseCell('03/04/2023', settled, 'figure')).toEqual({ type: 'date', iso: '2023-04-03' });
  });

  it.each(['13/01/2023', '13.01.23', '31-12-2023'])('%s settles that the day comes first', (witness) => {
    expect(detectFigureStyle(['03/04/2023', witness]).dateOrder).toBe('day-first');
  });

  it('points between day and month make the day first likelier, and it is flagged all the same', () => {
    expect(parseCell('03.04.2023', OPEN, 'figure')).toEqual({
      type: 'date',
      iso: '2023-04-03',
      ambiguous: true,
    });
  });

  it('dates that contradict each other settle nothing', () => {
    const style = detectFigureStyle(['25/12/2023', '26/12/2023', '12/27/2023', '03/04/2023']);
    expect(parseCell('03/04/2023', style, 'figure')).toMatchObject({ ambiguous: true });
  });
});

describe('print a date, then read it', () => {
  const MONTHS = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ];
  interface Parts {
    year: string;
    month: string;
    day: string;
    name: string;
  }
  const FORMS: Record<'day-first' | 'month-first' | 'unknown', ((parts: Parts) => string)[]> = {
    'day-first': [
      ({ year, month, day }) => `${day}/${month}/${year}`,
      ({ year, month, day }) => `${day}.${month}.${year}`,
      ({ year, month, day }) => `${day}-${month}-${year.slice(2)}`,
    ],
    'month-first': [
      ({ year, month, day }) => `${month}/${day}/${year}`,
      ({ year, month, day }) => `${Number(month)}/${Number(day)}/${year.slice(2)}`,
    ],
    unknown: [
      ({ year, month, day }) => `${year}-${month}-${day}`,
      ({ year, day, name }) => `${Number(day)} ${name} ${year}`,
      ({ year, day, name }) => `${name} ${Number(day)}, ${year}`,
      ({ year, day, name }) => `${day}-${name.slice(0, 3)}-${year.slice(2)}`,
      ({ year, day, name }) => `${name.slice(0, 3).toUpperCase()}. ${day}, ${year}`,
    ],
  };
  const days = fc.date({
    min: new Date('1970-01-01'),
    max: new Date('2069-12-31T23:59:59Z'),
    noInvalidDate: true,
  });

  it('gives back every day in every form, in the order that another date of the table shows', () => {
    const forms = fc
      .constantFrom('day-first' as const, 'month-first' as const, 'unknown' as const)
      .chain((order) => fc.record({ order: fc.constant(order), form: fc.constantFrom(...FORMS[order]) }));
    fc.assert(
      fc.property(days, forms, (date, { order, form }) => {
        const iso = date.toISOString().slice(0, 10);
        const [year = '', month = '', day = ''] = iso.split('-');
        const raw = form({ year, month, day, name: MONTHS[Number(month) - 1] ?? '' });
        const witness = order === 'month-first' ? '12/31/2023' : '31/12/2023';
        const style = detectFigureStyle([raw, witness]);
        expect(parseCell(raw, style, 'figure')).toEqual({ type: 'date', iso });
      }),
    );
  });
});
