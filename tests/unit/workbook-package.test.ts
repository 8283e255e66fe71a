import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { ageing, bankStatement, brokenTrialBalance, rollForward } from '#tests/fixtures/schedules.ts';
import { packageFaults } from '#tests/harness/workbook/package-faults.ts';
import { type ReadBook, readWorkbook } from '#tests/harness/workbook/read-workbook.ts';
import { testPicture } from '#tests/harness/workbook/test-picture.ts';
import { xmlTree } from '#tests/harness/workbook/xml-tree.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';

const empty = scheduleOf({ columns: [], rows: [] });
const schedules = [rollForward(), brokenTrialBalance(), ageing(), bankStatement(), empty, empty];

describe('the package', () => {
  let bytes = new Uint8Array();
  let book: ReadBook;

  beforeAll(async () => {
    bytes = new Uint8Array(await writeWorkbook(documentOf(schedules), [testPicture(1), testPicture(6)]));
    book = readWorkbook(bytes);
  });

  test('has nothing that Excel could object to', () => {
    expect(packageFaults(book)).toEqual([]);
  });

  test('is looked at with everything that a workbook of ours can have', () => {
    const kinds = [...book.parts.keys()].map((name) => name.replace(/\d+/g, ''));
    expect(kinds).toEqual(
      expect.arrayContaining([
        'xl/worksheets/sheet.xml',
        'xl/tables/table.xml',
        'xl/comments.xml',
        'xl/drawings/drawing.xml',
        'xl/drawings/vmlDrawing.vml',
        'xl/styles.xml',
        'xl/sharedStrings.xml',
      ]),
    );
  });

  test.each([
    [
      'xl/worksheets/sheet2.xml',
      /(<pageMargins[^>]*>)(.*)(<legacyDrawing[^>]*>)/,
      '$3$1$2',
      '<pageMargins> stands too late',
    ],
    ['xl/worksheets/sheet2.xml', /<c r="B16"/, '<c r="A16"', 'cells of row 16 are out of order'],
    ['xl/worksheets/sheet2.xml', /<row r="16"/, '<row r="3"', 'rows are out of order'],
    ['xl/worksheets/sheet2.xml', /<c r="B16" s="\d+"/, '<c r="B16" s="9999"', 'B16 has no style'],
    ['xl/worksheets/sheet1.xml', /location="[^"]*"/, 'location="&apos;Gone&apos;!A1"', 'leads nowhere'],
    [
      'xl/worksheets/sheet1.xml',
      /<dimension/,
      '<stranger/><dimension',
      '<worksheet> has no child <stranger>',
    ],
    ['xl/worksheets/sheet8.xml', /<tablePart r:id="[^"]*"/, '<tablePart r:id="rId99"', 'rId99 leads nowhere'],
    ['xl/tables/table1.xml', /name="Column"/, 'name="row"', 'two columns of a table have one head'],
    ['xl/tables/table1.xml', /ref="A1:K\d+"/, 'ref="A1:K2"', 'a table reaches over A1:K2'],
    ['xl/workbook.xml', /name="Fixed_assets"/, 'name="AB12"', 'AB12 is no name for a range'],
    ['xl/workbook.xml', /name="Fixed_assets"/, 'name="cells"', 'cells names two ranges'],
    [
      'xl/workbook.xml',
      /(<sheets>.*<\/sheets>)(<definedNames>.*<\/definedNames>)/,
      '$2$1',
      '<sheets> stands too late',
    ],
    ['[Content_Types].xml', /<Default Extension="png"[^>]*>/, '', 'image1.png has no content type'],
  ])('would be blamed for a fault in %s: %s', (part, found, put, fault) => {
    const parts = Object.entries(unzipSync(bytes)).map(([name, content]) => {
      return [name, name === part ? strToU8(strFromU8(content).replace(found, put)) : content] as const;
    });
    expect(faultsOf(zipSync(Object.fromEntries(parts), { level: 0 }))).toContain(fault);
  });

  test.each([
    '<a>',
    '<a></b>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a/><b/>',
    '<a>\u0001</a>',
    '<a b=1/>',
    '<a><</a>',
  ])('would be blamed for a part like %s', (xml) => {
    expect(() => xmlTree(xml)).toThrow(/./);
  });
});

function faultsOf(bytes: Uint8Array): string {
  try {
    return packageFaults(readWorkbook(bytes)).join('\n');
  } catch (error) {
    return String(error);
  }
}
