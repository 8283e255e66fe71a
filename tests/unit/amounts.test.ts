import { describe, expect, it } from 'vitest';
import type { FigureStyle } from '#shared/amounts/figure-style.ts';
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
    ['1,234Cr.', amount(-1234)],
    ['1,234 (CR)', amount(-1234)],
    ['1,234 DR', amount(1234)],
    ['(-5)', amount(-5)],
    ['+5', amount(5)],
    ['\u00ad5', amount(-5)],
    ['\uff081\uff0c234\uff09', amount(-1234)],
    ["5'000.--", amount(5000)],
    ['5/-', amount(5)],
    ['1 234,50', amount(123450, 2)],
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
    ['-$1,200', '$'],
    ['C$ 1,200', 'C$'],
    ['Rs. 1,200', 'Rs.'],
    ['1,200 kr', 'kr'],
    ['1 200 zł', 'zł'],
    ['CHF 1\u2019200', 'CHF'],
    ['USD $1,200', 'USD'],
  ])('the currency of %s is kept as printed', (raw, currency) => {
    expect(parseCell(raw, POINT, 'figure')).toMatchObject({ type: 'amount', currency });
  });

  it.each(['-', '–', '—', 'nil', '$ —', '(-)', 'Nil', '-0-', '—*', '- - -'])('%s is zero', (raw) => {
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
    ['5⁽¹⁾', 5, '1'],
    ['234₁', 234, '1'],
    ['1,234①', 1234, '1'],
    ['1,234 [2]', 1234, '2'],
    ['1,234†', 1234, '†'],
    ['1,234a', 1234, 'a'],
    ['(1,234*)', -1234, '*'],
    ['(1)(2)', -1, '2'],
    ['1,234 CR (1)', -1234, '1'],
    ['5 (a)(b)', 5, 'a,b'],
  ])('the footnote mark of %s is split off', (raw, minor, footnote) => {
    expect(parseCell(raw, POINT, 'figure')).toMatchObject({ minor, footnote });
  });

  it.each([
    'n/a',
    'N/A',
    'NM',
    'n.m.',
    '*',
    '2.5x',
    '5 yr',
    '60 m',
    '5 bps',
    '$',
    '()',
    '$1.2b',
    '5 M€',
    '5¢',
    '5½',
  ])('%s is no amount and stays text', (raw) => {
    expect(parseCell(raw, POINT, 'figure')).toEqual({ type: 'text', text: raw });
  });

  it.each([
    '0042',
    '0100',
    '1000-01',
    '10-15',
    '555-1234',
    '(555) 123-4567',
    '3704 0044',
    '1.2.3',
    '1.2.13',
    '12a',
  ])('%s is a code or a number of something and stays text', (raw) => {
    expect(parseCell(raw, POINT, 'figure')).toEqual({ type: 'text', text: raw });
  });

  it.each([
    '(5) CR',
    '(5) DR',
    '-5 CR',
    '-(5)',
    '--5',
    '-5-',
    '₹5 Cr',
    'EUR 5 CHF',
    '5 (1)%',
    '1,23,45',
    '<1,234>',
  ])('%s could be read two ways or none, and stays text', (raw) => {
    expect(parseCell(raw, POINT, 'figure')).toEqual({ type: 'text', text: raw });
  });

  it.each(['9007199254740993', '90,071,992,547,409.93', '99999999999999999'])(
    'no digit of %s is lost: it stays text',
    (raw) => {
      expect(parseCell(raw, POINT, 'figure')).toEqual({ type: 'text', text: raw });
    },
  );

  it('a one in parentheses alone is minus one, behind a figure it is a mark', () => {
    expect(parseCell('(1)', POINT, 'figure')).toEqual(amount(-1));
    expect(parseCell('$ (1)', POINT, 'figure')).toMatchObject(amount(-1));
    expect(parseCell('5 (1)', POINT, 'figure')).toEqual({ ...amount(5), footnote: '1' });
  });

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
