import { PDFDocument, StandardFonts } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { LEDGER_CASES } from '#tests/fixtures/ledger-kinds.ts';
import { linePrinted } from '#tests/fixtures/line-printer.ts';
import { STATEMENT_CASES } from '#tests/fixtures/statement-kinds.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import { findSchedules } from '#worker/tables/find-schedules.ts';

const LIMITS = { maxPixels: 1e7, timeoutSeconds: 30 };

type Cells = string[][];

/** Pages as a line printer sets them: every character, the space too, is as wide as the others; nothing else places them. */
async function readPages(pages: readonly (readonly string[])[]): Promise<Cells[][]> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Courier);
  for (const lines of pages) {
    const page = pdf.addPage([792, 792]);
    for (const [index, text] of lines.entries())
      if (text.trim() !== '') page.drawText(text, { x: 40, y: 730 - index * 12, size: 9, font });
  }
  const document = await openPdf(await pdf.save(), { ...LIMITS, maxPages: pages.length });
  try {
    const read: Cells[][] = [];
    for (const index of pages.keys()) {
      const schedules = findSchedules([(await document.readPage(index + 1)).model]);
      read.push(schedules.map(({ rows }) => rows.map(({ cells }) => cells.map(({ raw }) => raw))));
    }
    return read;
  } finally {
    await document.close();
  }
}

async function printed(lines: readonly string[]): Promise<Cells[]> {
  const [schedules = []] = await readPages([lines]);
  return schedules;
}

describe('a page of monospaced text', () => {
  test('keeps labels of several words whole, however few words there are', async () => {
    const [rows] = await printed([
      '                                      2024         2023',
      'Cash and cash equivalents        1,204,500      998,300',
      'Trade receivables, net             340,250      281,900',
      'Total                            1,544,750    1,280,200',
    ]);
    expect(rows).toEqual([
      ['', '2024', '2023'],
      ['Cash and cash equivalents', '1,204,500', '998,300'],
      ['Trade receivables, net', '340,250', '281,900'],
      ['Total', '1,544,750', '1,280,200'],
    ]);
  });

  test('parts columns of which the widest cells leave a single space between them', async () => {
    const [rows] = await printed([
      'Account  Name of the account       Opening      Debit     Credit    Closing',
      '1000     Cash at bank         1,204,500.00 210,000.00 180,500.00 1,234,000.00',
      '1200     Accounts receivable    340,250.00  12,400.00   9,650.00   343,000.00',
      '2000     Loans from banks       900,000.00       0.00 100,000.00   800,000.00',
      '3000     Share capital          644,750.00       0.00       0.00   644,750.00',
    ]);
    expect(rows?.slice(1)).toEqual([
      ['1000', 'Cash at bank', '1,204,500.00', '210,000.00', '180,500.00', '1,234,000.00'],
      ['1200', 'Accounts receivable', '340,250.00', '12,400.00', '9,650.00', '343,000.00'],
      ['2000', 'Loans from banks', '900,000.00', '0.00', '100,000.00', '800,000.00'],
      ['3000', 'Share capital', '644,750.00', '0.00', '0.00', '644,750.00'],
    ]);
  });

  test('keeps a heading of several words and a title whole', async () => {
    const [rows] = await printed([
      'Fixed asset register at 31 December 2024',
      '',
      'Asset class               Opening cost    Additions    Closing cost',
      'Land and buildings           4,500,000      120,000       4,620,000',
      'Plant and machinery          1,250,400       84,600       1,335,000',
      'Fixtures and fittings          310,000       22,500         332,500',
      'Total cost                   6,060,400      227,100       6,287,500',
    ]);
    expect(rows?.[0]).toEqual(['Asset class', 'Opening cost', 'Additions', 'Closing cost']);
    expect(rows?.[2]).toEqual(['Plant and machinery', '1,250,400', '84,600', '1,335,000']);
  });

  test('takes rows of hyphens and equal signs for the rules that they draw', async () => {
    const [rows] = await printed([
      'Trial balance                            Debit         Credit',
      '-----------------------------------------------------------------',
      'Cash and cash equivalents         1,204,500.00               ',
      'Trade receivables                   340,250.00               ',
      'Share capital                                      900,000.00',
      'Retained earnings                                  644,750.00',
      '                                  ------------  -------------',
      '                                  1,544,750.00   1,544,750.00',
      '                                  ============  =============',
    ]);
    expect(rows).toEqual([
      ['Trial balance', 'Debit', 'Credit'],
      ['Cash and cash equivalents', '1,204,500.00', ''],
      ['Trade receivables', '340,250.00', ''],
      ['Share capital', '', '900,000.00'],
      ['Retained earnings', '', '644,750.00'],
      ['', '1,544,750.00', '1,544,750.00'],
    ]);
  });

  test('parts totals without a label that stand one space apart', async () => {
    const [rows] = await printed([
      'Movements of the year           Opening   Additions    Closing',
      'Land and buildings            4,500,000.00 1,120,000.00 5,620,000.00',
      'Plant and machinery           1,250,400.00   384,600.00 1,635,000.00',
      '                              5,750,400.00 1,504,600.00 7,255,000.00',
    ]);
    expect(rows?.at(-1)).toEqual(['', '5,750,400.00', '1,504,600.00', '7,255,000.00']);
  });

  test('keeps the ends of a range and a dash in a column of its own apart from amounts', async () => {
    const [rows] = await printed([
      'Age groups of members        Disposals    Closing',
      '1 - 2 years                          -  6,493,373',
      '12 - 19 years                    9,140 32,113,079',
      '40 - 49 years                        - 22,759,163',
      'Older than that                  4,120 11,591,846',
    ]);
    expect(rows?.slice(1)).toEqual([
      ['1 - 2 years', '-', '6,493,373'],
      ['12 - 19 years', '9,140', '32,113,079'],
      ['40 - 49 years', '-', '22,759,163'],
      ['Older than that', '4,120', '11,591,846'],
    ]);
  });

  test('keeps the cells of every kind of schedule', async () => {
    const cases = [...LEDGER_CASES, ...STATEMENT_CASES];
    const read = await readPages(cases.map((one) => linePrinted(one).lines));
    const kept = cases.map((one, index) => {
      const printedRows = linePrinted(one).cells.slice(1);
      return {
        kind: one.kind,
        schedules: read[index]?.map((rows) => rows.slice(-printedRows.length)),
        printedRows,
      };
    });
    for (const { kind, schedules, printedRows } of kept)
      expect({ kind, schedules }).toEqual({ kind, schedules: [printedRows] });
  });
});
