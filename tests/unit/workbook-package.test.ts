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
    {
      part: 'xl/worksheets/sheet2.xml',
      found: /(<pageMargins[^>]*>)(.*)(<legacyDrawing[^>]*>)/,
      put: '$3$1$2',
      fault: '<pageMargins> stands too late',
    },
    {
      part: 'xl/worksheets/sheet2.xml',
      found: /<c r="B16"/,
      put: '<c r="A16"',
      fault: 'cells of row 16 are out of order',
    },
    {
      part: 'xl/worksheets/sheet2.xml',
      found: /<row r="16"/,
      put: '<row r="3"',
      fault: 'rows are out of order',
    },
    {
      part: 'xl/worksheets/sheet2.xml',
      found: /<c r="B16" s="\d+"/,
      put: '<c r="B16" s="9999"',
      fault: 'B16 has no style',
    },
    {
      part: 'xl/worksheets/sheet1.xml',
      found: /location="[^"]*"/,
      put: 'location="&apos;Gone&apos;!A1"',
      fault: 'leads nowhere',
    },
    {
      part: 'xl/worksheets/sheet1.xml',
      found: /<dimension/,
      put: '<stranger/><dimension',
      fault: '<worksheet> has no child <stranger>',
    },
    {
      part: 'xl/worksheets/sheet8.xml',
      found: /<tablePart r:id="[^"]*"/,
      put: '<tablePart r:id="rId99"',
      fault: 'rId99 leads nowhere',
    },
    {
      part: 'xl/tables/table1.xml',
      found: /name="Column"/,
      put: 'name="row"',
      fault: 'two columns of a table have one head',
    },
    {
      part: 'xl/tables/table1.xml',
      found: /ref="A1:K\d+"/,
      put: 'ref="A1:K2"',
      fault: 'a table reaches over A1:K2',
    },
    {
      part: 'xl/workbook.xml',
      found: /name="Fixed_assets"/,
      put: 'name="AB12"',
      fault: 'AB12 is no name for a range',
    },
    {
      part: 'xl/workbook.xml',
      found: /name="Fixed_assets"/,
      put: 'name="cells"',
      fault: 'cells names two ranges',
    },
    {
      part: 'xl/workbook.xml',
      found: /(<sheets>.*<\/sheets>)(<definedNames>.*<\/definedNames>)/,
      put: '$2$1',
      fault: '<sheets> stands too late',
    },
    {
      part: '[Content_Types].xml',
      found: /<Default Extension="png"[^>]*>/,
      put: '',
      fault: 'image1.png has no content type',
    },
  ])('would be blamed for this in $part: $fault', ({ part, found, put, fault }) => {
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
