import { describe, expect, test } from 'vitest';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { ageing, rollForward } from '#tests/fixtures/schedules.ts';
import { type ReadBook, type ReadSheet, readWorkbook } from '#tests/harness/workbook/read-workbook.ts';
import { testPicture } from '#tests/harness/workbook/test-picture.ts';
import { elementsNamed } from '#tests/harness/workbook/xml-tree.ts';
import type { CellEdit } from '#shared/review/cell-edits.ts';
import type { ExportDocument } from '#worker/export/export-document.ts';
import type { PagePicture } from '#worker/export/page-picture.ts';
import { rangeName } from '#worker/export/plan/range-name.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';

async function bookOf(document: ExportDocument, pictures: PagePicture[] = []): Promise<ReadBook> {
  return readWorkbook(await writeWorkbook(document, pictures));
}

function sheetNamed({ sheets }: ReadBook, name: string): ReadSheet {
  const sheet = sheets.find((each) => each.name === name);
  if (!sheet) throw new Error(`There is no sheet ${name}.`);
  return sheet;
}

/** Where the link in a cell leads. */
function linkAt({ root }: ReadSheet, at: string): string | undefined {
  const link = elementsNamed(root, 'hyperlink').find(({ attributes }) => attributes.get('ref') === at);
  return link?.attributes.get('location');
}

describe('pages', () => {
  const document = documentOf([rollForward(), ageing()]);

  test('travel as pictures in the size of the page, said in words too', async () => {
    const book = await bookOf(document, [testPicture(1), testPicture(6)]);
    expect(book.sheets.map(({ name }) => name)).toEqual([
      'Contents',
      '1 Fixed assets',
      '2 Receivables ageing',
      'Cells',
      'Page 1',
      'Page 6',
    ]);
    const [drawing] = [...book.parts]
      .filter(([name]) => name === 'xl/drawings/drawing1.xml')
      .map(([, root]) => root);
    const [size] = drawing ? elementsNamed(drawing, 'xdr:ext') : [];
    expect(Number(size?.attributes.get('cx')) / 12_700).toBeCloseTo(595, 0);
    expect(Number(size?.attributes.get('cy')) / 12_700).toBeCloseTo(842, 0);
    const [says] = drawing ? elementsNamed(drawing, 'xdr:cNvPr') : [];
    expect(says?.attributes.get('descr')).toBe('Page 1 of harbor-mill-2024.pdf');
  });

  test('have a sheet only where they have a picture; without one figures point at the address of the pages', async () => {
    const book = await bookOf(document);
    expect(book.sheets.map(({ name }) => name)).not.toContain('Page 1');
    expect(linkAt(sheetNamed(book, '1 Fixed assets'), 'I7')).toBeUndefined();
    expect(
      [...book.parts.keys()].filter((name) => name.includes('drawing') && !name.includes('vml')),
    ).toEqual([]);
  });

  test('that are not all there are counted on the contents', async () => {
    const facts = async (pictures: PagePicture[]) =>
      [...sheetNamed(await bookOf(document, pictures), 'Contents').cells.values()].map(({ value }) => value);
    expect(await facts([testPicture(1)])).toContain('of 1 of the 2 pages with schedules');
    expect(await facts([testPicture(1), testPicture(6)])).not.toContain('Page pictures');
    expect(await facts([])).not.toContain('Page pictures');
  });

  test('are where every row of figures points at, at its height', async () => {
    const book = await bookOf(document, [testPicture(1), testPicture(6)]);
    const sheet = sheetNamed(book, '1 Fixed assets');
    // Row 2 of the schedule begins 88 points below the top edge, row 10 200 points.
    expect(linkAt(sheet, 'I7')).toBe(`'Page 1'!A${4 + Math.floor(88 / 15)}`);
    expect(linkAt(sheet, 'I15')).toBe(`'Page 1'!A${4 + Math.floor(200 / 15)}`);
    expect(linkAt(sheet, 'A3')).toBe(`'Page 1'!A${4 + Math.floor(60 / 15)}`);
    expect(linkAt(sheetNamed(book, 'Contents'), 'C11')).toBe("'Page 1'!A1");
  });

  test('show beside the picture which schedule begins there and which figure to look at', async () => {
    const page = sheetNamed(await bookOf(document, [testPicture(1)]), 'Page 1');
    expect(page.cells.get('A8')?.value).toBe('1 Fixed assets');
    expect(linkAt(page, 'A8')).toBe("'1 Fixed assets'!A1");
    const doubted = 4 + Math.floor((60 + 9 * 14) / 15);
    expect(page.cells.get(`A${doubted}`)?.value).toBe('Look at 6,310');
    expect(linkAt(page, `A${doubted}`)).toBe("'1 Fixed assets'!C14");
  });

  test('larger than a screen are shown smaller, with the same places', async () => {
    const wide = { ...testPicture(1), widthPoints: 1800, heightPoints: 1200 };
    const sheet = sheetNamed(await bookOf(document, [wide]), '1 Fixed assets');
    expect(linkAt(sheet, 'I15')).toBe(`'Page 1'!A${4 + Math.floor(100 / 15)}`);
  });
});

describe('names', () => {
  const namesOf = async (schedules: Schedule[]): Promise<[string, string][]> => {
    const book = (await bookOf(documentOf(schedules))).parts.get('xl/workbook.xml');
    const names = book ? elementsNamed(book, 'definedName') : [];
    return names
      .filter(({ attributes }) => !attributes.has('localSheetId'))
      .map(({ attributes, text }) => [attributes.get('name') ?? '', text]);
  };

  test('are given to each table and to each row of totals', async () => {
    expect(await namesOf([rollForward(), rollForward()])).toEqual([
      ['Fixed_assets', "'1 Fixed assets'!$A$5:$F$16"],
      ['Fixed_assets.Total', "'1 Fixed assets'!$B$16:$F$16"],
      ['Fixed_assets_2', "'2 Fixed assets'!$A$5:$F$16"],
      ['Fixed_assets_2.Total', "'2 Fixed assets'!$B$16:$F$16"],
    ]);
  });

  test('of totals are those of their rows, and differ', async () => {
    const rows = ['Total assets', 'Total assets', '', '1+1'].map((label) => ({
      role: 'total' as const,
      cells: [label, '5'],
    }));
    const schedule = scheduleOf({
      name: 'Cells',
      columns: [
        ['', 'label'],
        ['2024', 'amount'],
      ],
      rows,
    });
    const names = (await namesOf([schedule])).map(([name]) => name);
    expect(names).toEqual([
      'Cells_2',
      'Cells_2.Total_assets',
      'Cells_2.Total_assets_2',
      'Cells_2.Total',
      'Cells_2.1_1',
    ]);
  });

  test.each([
    ['Île-de-France', 'Ile_de_France'],
    ['AB12', 'Schedule_AB12'],
    ['R1C1', 'Schedule_R1C1'],
    ['2024', 'Schedule_2024'],
    ['表', 'Schedule'],
    ['a/b', 'a_b'],
  ])('of %s is %s', (text, name) => {
    expect(rangeName(text)).toBe(name);
  });
});

describe('edits', () => {
  const edited = async (edits: CellEdit[]): Promise<ReadBook> => {
    const document = documentOf([rollForward()]);
    return bookOf({ ...document, schedules: document.schedules.map((each) => ({ ...each, edits })) });
  };
  const notes = ({ parts }: ReadBook): [string, string][] =>
    [...parts]
      .filter(([name]) => /^xl\/comments\d+\.xml$/.test(name))
      .flatMap(([, root]) => elementsNamed(root, 'comment'))
      .map((note) => [
        note.attributes.get('ref') ?? '',
        elementsNamed(note, 't')
          .map(({ text }) => text)
          .join(''),
      ]);
  const fillAt = ({ parts, sheets }: ReadBook, at: string): string | undefined => {
    const styles = parts.get('xl/styles.xml');
    const xf = styles?.children.find(({ name }) => name === 'cellXfs')?.children[
      sheets[1]?.cells.get(at)?.style ?? 0
    ];
    const fill = styles?.children.find(({ name }) => name === 'fills')?.children[
      Number(xf?.attributes.get('fillId'))
    ];
    return fill ? elementsNamed(fill, 'fgColor')[0]?.attributes.get('rgb') : undefined;
  };

  test('of a repair say what was read, what is proved and who accepted it, on a tint of their own', async () => {
    const book = await edited([{ row: 10, col: 2, read: '57,830', by: 'anna', proved: true }]);
    expect(notes(book)).toContainEqual(['C15', 'Read 57,830, proved 57,880; accepted by anna']);
    expect(fillAt(book, 'C15')).toBe('FFE1EFFA');
    expect(fillAt(book, 'C14')).toBe('FFFFF3CD');
    expect(fillAt(book, 'C12')).toBeUndefined();
  });

  test('are told once with what was first read, and counted on the contents; the Cells table keeps what was read', async () => {
    const book = await edited([
      { row: 10, col: 2, read: '57,830', by: 'anna', proved: false },
      { row: 10, col: 2, read: '57,8', by: 'ben', proved: false },
    ]);
    expect(notes(book)).toContainEqual(['C15', 'Read 57,830, changed to 57,880 by ben']);
    const shown = (name: string) => [...sheetNamed(book, name).cells.values()].map(({ value }) => value);
    expect(shown('Contents')).toContain('1 cell · 1 changed');
    expect(shown('Cells')).toContain('57,830');
    expect(shown('1 Fixed assets').join()).toContain('Blue cells were changed');
  });
});
