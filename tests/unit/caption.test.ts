import { describe, expect, test } from 'vitest';
import { readCaptionText } from '#worker/tables/read-caption-text.ts';

describe('the caption of a table', () => {
  test('a line of date, currency and basis is taken apart, and the title is the line above it', () => {
    const lines = [
      'Harbor Mill Foods, Inc.',
      'Receivables ageing',
      'December 31, 2024 · US dollars · days past due',
    ];
    expect(readCaptionText(lines, [])).toEqual({
      title: 'Receivables ageing',
      entity: 'Harbor Mill Foods, Inc.',
      period: 'December 31, 2024',
      unit: '',
      currency: '$',
    });
  });

  test.each(['1 October to 31 December 2024', 'January 1, 2024 – March 31, 2024'])(
    'a span of dates is the period and no title: %s',
    (period) => {
      expect(readCaptionText(['Account 30471185', period], [])).toMatchObject({
        title: 'Account 30471185',
        period,
      });
    },
  );

  test('a line that only tells the measure is no title', () => {
    const lines = ['Aged debtors as at 30 September 2024', 'Amounts in GBP, by days past the due date'];
    expect(readCaptionText(lines, [])).toMatchObject({
      title: 'Aged debtors as at 30 September 2024',
      currency: 'GBP',
    });
  });

  test('a table that names itself keeps its name, and values are not scaled by the unit', () => {
    const lines = ['Table 4: Borrowings', 'In other news', '(in thousands of euros)'];
    expect(readCaptionText(lines, [])).toMatchObject({
      title: 'Table 4: Borrowings',
      unit: '(in thousands of euros)',
      currency: '€',
    });
  });

  test('a heading may name unit and currency, and a figure in a sentence names none', () => {
    expect(readCaptionText(['Borrowings'], ['', '2024 £m', '2023 £m'])).toMatchObject({
      title: 'Borrowings',
      unit: '£m',
      currency: '£',
    });
    expect(readCaptionText(['Deaths per 100,000 people'], [])).toMatchObject({ unit: '', currency: '' });
  });
});
