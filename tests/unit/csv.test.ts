import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { ageing, bankStatement, brokenTrialBalance, rollForward } from '#tests/fixtures/schedules.ts';
import { writeCsv } from '#worker/export/write-csv.ts';
import { writeJson } from '#worker/export/write-json.ts';

const csvOf = (schedule: ReturnType<typeof scheduleOf>): string => {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(writeCsv(documentOf([schedule])).bytes);
};

describe('CSV', () => {
  test('one schedule is UTF-8 with a byte order mark and CRLF', () => {
    const written = writeCsv(documentOf([brokenTrialBalance()]));
    expect(written).toMatchObject({ contentType: 'text/csv; charset=utf-8', extension: 'csv' });
    expect(Array.from(written.bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf]);
    expect(csvOf(brokenTrialBalance()).slice(1).split('\r\n')).toEqual([
      'Account,Name,Debit,Credit',
      '00100,Cash at bank,120450.10,',
      '00110,Trade receivables,88210.25,',
      '00200,Trade payables,,45905.75',
      '00300,Share capital,,100000.00',
      '00310,Retained earnings,,62754.60',
      ',Total,208660.35,208760.35',
      '',
    ]);
  });

  test('negative figures are plain numbers without a guard, dates are ISO, percentages fractions', () => {
    expect(csvOf(rollForward())).toContain('Buildings,4812300,215400,0,-241850,4785850\r\n');
    expect(csvOf(bankStatement())).toContain('2025-01-04,Flour Ltd,,99.95,1150.45\r\n');
    expect(csvOf(ageing())).toContain('Share of total,0.839,0.097,0.065,1.000\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1'])(
    'the text %j cannot become a formula',
    (text) => {
      const [, line = ''] = csvOf(
        scheduleOf({
          columns: [['A', 'text']],
          rows: [{ cells: [{ raw: text, value: { type: 'text', text } }] }],
        }),
      ).split('\r\n');
      expect(line.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  test('quotes, commas and line breaks stay in their field', () => {
    const text = 'Smith, "J"\r\nLtd';
    const csv = csvOf(
      scheduleOf({
        columns: [
          ['A', 'text'],
          ['B', 'text'],
        ],
        rows: [{ cells: [{ raw: text, value: { type: 'text', text } }, 'b'] }],
      }),
    );
    expect(csv.slice(1)).toBe('A,B\r\n"Smith, ""J"" Ltd",b\r\n');
  });

  test('several schedules are a zip with a sorted, clean and unique name each, and always the same bytes', () => {
    const evil = { ...ageing(), name: '../../etc/passwd' };
    const document = documentOf([rollForward(), evil, { ...ageing(), name: 'CON' }, ageing()]);
    const written = writeCsv(document);
    expect(written).toMatchObject({ contentType: 'application/zip', extension: 'zip' });
    expect(Object.keys(unzipSync(written.bytes))).toEqual([
      '1 Fixed assets.csv',
      '2 .. .. etc passwd.csv',
      '3 CON.csv',
      '4 Receivables ageing.csv',
    ]);
    expect(writeCsv(document).bytes).toEqual(written.bytes);
  });

  test('two schedules of one name are two files', () => {
    const twins = documentOf([ageing(), ageing()]);
    for (const exported of twins.schedules) exported.ordinal = 1;
    expect(Object.keys(unzipSync(writeCsv(twins).bytes))).toEqual([
      '1 Receivables ageing (2).csv',
      '1 Receivables ageing.csv',
    ]);
  });

  test('no schedule is an empty file', () => {
    expect(writeCsv(documentOf([])).bytes).toHaveLength(3);
  });
});

describe('JSON', () => {
  test('boxes, confidence and proof are handed over as they are', () => {
    const document = documentOf([rollForward()]);
    const { schedules, source } = JSON.parse(strFromU8(writeJson(document).bytes));
    expect(schedules).toEqual([{ id: 's1', ordinal: 1, ...rollForward() }]);
    expect(source).toMatchObject({ filename: 'harbor-mill-2024.pdf', sha256: document.sha256 });
  });

  test('the order of keys does not depend on where the data came from', () => {
    const document = documentOf([rollForward()]);
    expect(writeJson(backwards(document) as typeof document).bytes).toEqual(writeJson(document).bytes);
  });
});

/** The same data with the keys of every object in reverse. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, backwards(inner)]),
  );
}
