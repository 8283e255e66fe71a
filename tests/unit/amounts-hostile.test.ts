import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFigureStyle, type FigureStyle } from '#shared/amounts/figure-style.ts';
import { foldText } from '#shared/amounts/fold-text.ts';
import { parseCell } from '#shared/amounts/parse-cell.ts';
import { readCurrency } from '#shared/amounts/read-currency.ts';
import { readUnit } from '#shared/amounts/read-unit.ts';

const POINT: FigureStyle = { decimal: '.', dateOrder: 'unknown' };

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '1',
        ',',
        '\u00ad',
        '\u200f',
        '\u202e',
        '\u0301',
        '\0',
        '´',
        '¹',
        '①',
        '½',
        '１',
        'a',
        ' ',
        '\ud800',
      ),
      {
        maxLength: 20,
      },
    )
    .map((signs) => signs.join('')),
);

describe('whatever stands in a cell', () => {
  it('is read without an error and never leaves the exact integers', () => {
    fc.assert(
      fc.property(anything, (raw) => {
        const value = parseCell(raw, detectFigureStyle([raw]), 'figure');
        const minor = value.type === 'amount' || value.type === 'percent' ? value.minor : 0;
        expect(Number.isSafeInteger(minor) && !Object.is(minor, -0)).toBe(true);
        readUnit(raw);
        readCurrency(raw);
      }),
      { numRuns: 1000 },
    );
  });

  it('folds to the same text when it is folded again, and reads the same', () => {
    fc.assert(
      fc.property(anything, (raw) => {
        const folded = foldText(raw);
        expect(foldText(folded)).toBe(folded);
        const value = parseCell(raw, POINT, 'figure');
        const asRaw = value.type === 'text' ? { ...value, text: folded } : value;
        expect(parseCell(folded, POINT, 'figure')).toEqual(folded === '' ? { type: 'blank' } : asRaw);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['an override of direction', '\u202e4321'],
    ['NUL between digits', '1\u0000234'],
    ['combining strokes', '1\u03362\u0336'],
    ['digits of another script', '\u0661\u0662\u0663'],
    ['parts of a fraction', '5½'],
    ['an exponent', '5⁻¹'],
    ['half a surrogate pair', '5\ud800'],
  ])('%s make no figure', (_, raw) => {
    expect(parseCell(raw, POINT, 'figure')).toEqual({ type: 'text', text: raw });
  });

  it('marks of direction and joiners are no part of a figure', () => {
    expect(parseCell('\u200f(1,\u200b234)\u200e', POINT, 'figure')).toEqual({
      type: 'amount',
      minor: -1234,
      scale: 0,
    });
  });

  /** A pattern that goes back over its text would need 10^10 steps for these. */
  it.each([
    ' ',
    '1',
    '1,',
    '- ',
    '(',
    '((1)',
    '^1',
    '¹',
    '%',
    '$',
    '*',
    'a ',
    '\u00ad',
    'in ',
    "'000",
    'CR',
    '\u200b',
  ])('100,000 characters of "%s" are text, a blank or no unit', (piece) => {
    const long = piece.repeat(100_000 / piece.length);
    const value = parseCell(`${long}x`, detectFigureStyle([long, `${long}x`]), 'figure');
    expect(value.type).toBe('text');
    expect(['text', 'blank']).toContain(parseCell(long, POINT, 'figure').type);
    expect(readUnit(long)).toBeNull();
    readCurrency(`${long}x`);
  });
});
