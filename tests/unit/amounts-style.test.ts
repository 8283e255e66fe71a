import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFigureStyle } from '#shared/amounts/figure-style.ts';
import { formatDigits } from '#shared/amounts/format-digits.ts';
import { parseCell } from '#shared/amounts/parse-cell.ts';
import { countStyleVotes } from '#shared/amounts/style-votes.ts';

describe('the style of a table', () => {
  it.each([
    [['1.234', '12,5', '7.000'], ','],
    [['1,234', '12.5', '7,000'], '.'],
    [['1.234.567'], ','],
    [['12,34,567'], '.'],
    [['(1.234,50)', '€ 7.000'], ','],
    [['1.234,50 EUR', '1.5x', '7.000'], ','],
  ])('%j can be read one way only', (texts, decimal) => {
    expect(detectFigureStyle(texts).decimal).toBe(decimal);
  });

  it('is not misled by dates, notes and sentences', () => {
    expect(detectFigureStyle(['Dec 29, 2018', '31.12.2023', 'Notes 3,5 and 7']).decimal).toBe('.');
  });

  it('where the table does not tell, the document around it does, and never the other way round', () => {
    const german = countStyleVotes(['1.234,56', '0,5', '25.12.2023']);
    const english = countStyleVotes(['1,234.56', '0.5']);
    expect(detectFigureStyle(['1.234', '7'], german)).toEqual({ decimal: ',', dateOrder: 'day-first' });
    expect(detectFigureStyle(['1.234', '7'], english).decimal).toBe('.');
    expect(detectFigureStyle(['1.234', '7', '2,5'], english).decimal).toBe(',');
  });

  it('figures cut in threes beside short whole ones are grouped, unless the document says otherwise', () => {
    const thousands = ['1.234', '567', '12.345'];
    expect(detectFigureStyle(thousands).decimal).toBe(',');
    expect(detectFigureStyle(thousands, countStyleVotes(['3.75', '4.25'])).decimal).toBe('.');
    expect(detectFigureStyle(['1.085', '1.102', '0.981']).decimal).toBe('.');
  });

  it('one figure of a table follows the others of the table', () => {
    const style = detectFigureStyle(['1.234', '12,50']);
    expect(parseCell('1.234', style, 'figure')).toEqual({ type: 'amount', minor: 1234, scale: 0 });
    expect(parseCell('1.234', detectFigureStyle(['12.50']), 'figure')).toMatchObject({ scale: 3 });
  });

  it('is found again from the figures of any table that shows decimals once', () => {
    const tables = fc.record({
      decimal: fc.constantFrom('.' as const, ',' as const),
      group: fc.constantFrom('mark', ' ', "'", ''),
      figures: fc.array(fc.nat(1e9), { minLength: 1, maxLength: 20 }),
      cents: fc.nat(1e9),
    });
    fc.assert(
      fc.property(tables, ({ decimal, group, figures, cents }) => {
        const mark = group === 'mark' ? (decimal === '.' ? ',' : '.') : group;
        const digits = { decimal, group: mark, grouping: 'western' } as const;
        const texts = figures.map((minor) => formatDigits(minor, 0, digits));
        const style = detectFigureStyle([...texts, formatDigits(cents, 2, digits)]);
        expect(style.decimal).toBe(decimal);
        for (const [index, text] of texts.entries())
          expect(parseCell(text, style, 'figure')).toMatchObject({ minor: figures[index], scale: 0 });
      }),
    );
  });
});
