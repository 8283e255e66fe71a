import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportForm } from '#shared/schedules/export-form.ts';
import type { ScheduleTie } from '#shared/schedules/schedule.ts';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { ageing, bankStatement, rollForward } from '#tests/fixtures/schedules.ts';
import { packageFaults } from '#tests/harness/workbook/package-faults.ts';
import { type ReadBook, type ReadSheet, readWorkbook } from '#tests/harness/workbook/read-workbook.ts';
import { testPicture } from '#tests/harness/workbook/test-picture.ts';
import { elementsNamed } from '#tests/harness/workbook/xml-tree.ts';
import type { ExportSource, JointDocument } from '#worker/export/joint-document.ts';
import { planWorkbook } from '#worker/export/plan/plan-workbook.ts';
import { readJson } from '#worker/export/read-json.ts';
import { writeJoint } from '#worker/export/write-joint.ts';
import { writeJointWorkbook } from '#worker/export/write-joint-workbook.ts';
import { writeJson } from '#worker/export/write-json.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';

const tie: ScheduleTie = {
  row: 10,
  col: 5,
  identity: 'Closing = Total',
  minor: 9_217_021,
  scale: 0,
  other: { row: 5, col: 4, id: 's2', ordinal: 2, name: 'Receivables ageing' },
};
const later = { jobId: '01J9F3C0000000000000000001', sha256: 'b'.repeat(64), bytes: 2048, pageCount: 6 };
/** Two years of one company: the same schedules on the same pages. */
const first = source(documentOf([{ ...rollForward(), ties: [tie] }, ageing()], { filename: 'a.pdf' }));
const second = source(
  documentOf([{ ...rollForward('57,830'), ties: [tie] }, ageing()], {
    ...later,
    filename: 'b.pdf',
    completedAt: '2025-02-01T10:30:00.000Z',
    partial: true,
    partialSentence: 'Pages 1–6 of 9 were asked for.',
  }),
);

function source(document: ExportSource['document']): ExportSource {
  return { document, pictures: [testPicture(1), testPicture(6)] };
}

function sheetNamed({ sheets }: ReadBook, name: string): ReadSheet {
  const sheet = sheets.find((each) => each.name === name);
  if (!sheet) throw new Error(`There is no sheet ${name}: ${sheets.map((each) => each.name).join(', ')}`);
  return sheet;
}

function linksOf({ root }: ReadSheet): Map<string | undefined, string | undefined> {
  const links = elementsNamed(root, 'hyperlink').map(({ attributes }) => attributes);
  return new Map(links.map((link) => [link.get('ref'), link.get('location')]));
}

function valuesOf({ cells }: ReadSheet, column: string): unknown[] {
  const own = [...cells].filter(([at]) => at.replace(/\d+/, '') === column);
  return own.map(([, { value }]) => value);
}

/** The row of a text in the first column, from a row on. */
function rowOf({ cells }: ReadSheet, text: string, from = 1): number {
  const found = [...cells].find(
    ([at, { value }]) => /^A\d/.test(at) && Number(at.slice(1)) >= from && value === text,
  );
  return found ? Number(found[0].slice(1)) : 0;
}

describe('a workbook of two files', () => {
  const joint: JointDocument = { sources: [first, second], missing: [] };
  let bytes = new Uint8Array();
  let book: ReadBook;
  beforeAll(async () => {
    bytes = new Uint8Array(await writeJointWorkbook(joint));
    book = readWorkbook(bytes);
  });

  test('has nothing that Excel could object to, and always the same bytes', async () => {
    expect(packageFaults(book)).toEqual([]);
    expect(Buffer.from(await writeJointWorkbook(joint)).equals(bytes)).toBe(true);
  });

  test('has a sheet for each schedule and each page of each, told apart by the number of the file', () => {
    expect(book.sheets.map(({ name }) => name)).toEqual([
      'Contents',
      '1.1 Fixed assets',
      '1.2 Receivables ageing',
      '2.1 Fixed assets',
      '2.2 Receivables ageing',
      'Cells',
      'File 1 page 1',
      'File 1 page 6',
      'File 2 page 1',
      'File 2 page 6',
    ]);
  });

  test('names in its contents file by file where the schedules come from', () => {
    const contents = sheetNamed(book, 'Contents');
    const at = (address: string) => contents.cells.get(address)?.value;
    expect([at('A1'), at('A2')]).toEqual(['Harbor Mill Foods, Inc.', 'Schedules read from 2 documents']);
    const [one, two] = [rowOf(contents, 'File 1'), rowOf(contents, 'File 2')];
    const facts = (row: number) => [0, 1, 2, 3, 4].map((down) => at(`B${row + down}`));
    expect(facts(one)).toEqual([
      'a.pdf',
      first.document.sha256,
      '14',
      '184,320 bytes',
      '31 Jan 2025 09:00 UTC · job 01J9F3C0000000000000000000',
    ]);
    expect(facts(two)).toEqual([
      'b.pdf',
      'b'.repeat(64),
      '6',
      '2,048 bytes',
      '1 Feb 2025 10:30 UTC · job 01J9F3C0000000000000000001',
    ]);
    expect(at(`B${two + 5}`)).toBe('Pages 1–6 of 9 were asked for.');
    expect(one).toBeLessThan(rowOf(contents, '1.1  Fixed assets'));
    // The line of its tie, and a blank row.
    expect(rowOf(contents, 'Figure in') + 2).toBeLessThan(two);
    expect(two).toBeLessThan(rowOf(contents, '2.1  Fixed assets'));
  });

  test('puts no two things into one cell, missing files among them', () => {
    const missing = [{ filename: 'c.pdf', sentence: 'The file is empty.' }];
    for (const { cells } of planWorkbook({ ...joint, missing })) {
      const places = cells.map(({ row, col }) => `${row},${col}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });

  test('leads from the contents, from figures, from ties and from pages to the sheets of their own file', () => {
    const contents = sheetNamed(book, 'Contents');
    const [one, two] = ['1', '2'].map((file) => rowOf(contents, `${file}.1  Fixed assets`));
    const links = linksOf(contents);
    expect(links.get(`A${one}`)).toBe("'1.1 Fixed assets'!A1");
    expect(links.get(`A${two}`)).toBe("'2.1 Fixed assets'!A1");
    expect(links.get(`C${two}`)).toBe("'File 2 page 1'!A1");
    const tied = rowOf(contents, 'Figure in', two) + 1;
    expect(contents.cells.get(`F${tied}`)?.value).toMatch(/^2\.2 {2}Receivables ageing · /);
    expect(links.get(`F${tied}`)).toBe("'2.2 Receivables ageing'!A1");
    expect(linksOf(sheetNamed(book, '2.1 Fixed assets')).get('I7')).toMatch(/^'File 2 page 1'!A/);
    const page = sheetNamed(book, 'File 2 page 1');
    expect(linksOf(page).get('A8')).toBe("'2.1 Fixed assets'!A1");
    expect(page.cells.get('A2')?.value).toBe('b.pdf · page 1 of 6');
  });

  test('says on each schedule which file it is of, and names its ranges apart', () => {
    expect(sheetNamed(book, '1.1 Fixed assets').cells.get('A3')?.value).toBe('Source: a.pdf, page 1');
    expect(sheetNamed(book, '2.1 Fixed assets').cells.get('A3')?.value).toBe('Source: b.pdf, page 1');
    const root = book.parts.get('xl/workbook.xml');
    const names = root ? elementsNamed(root, 'definedName') : [];
    const own = names.filter(({ attributes }) => !attributes.has('localSheetId'));
    expect(own.map(({ attributes, text }) => [attributes.get('name'), text.split('!')[0]])).toEqual(
      expect.arrayContaining([
        ['Fixed_assets', "'1.1 Fixed assets'"],
        ['Fixed_assets_2', "'2.1 Fixed assets'"],
      ]),
    );
  });

  test('has all cells of both in one table, with the file before the schedule', () => {
    const cells = sheetNamed(book, 'Cells');
    expect(['A1', 'B1', 'C1', 'L1'].map((at) => cells.cells.get(at)?.value)).toEqual([
      'File',
      'Schedule',
      'Cell',
      'Box',
    ]);
    expect(new Set(valuesOf(cells, 'A'))).toEqual(new Set(['File', '1 a.pdf', '2 b.pdf']));
    const files = valuesOf(cells, 'A');
    const ofSecond = valuesOf(cells, 'B').filter((_, index) => files[index] === '2 b.pdf');
    expect(new Set(ofSecond)).toEqual(new Set(['2.1 Fixed assets', '2.2 Receivables ageing']));
  });
});

test('two files of one name stay two, in the table of cells and in the folders of CSV', async () => {
  const twins = {
    sources: [first, { ...second, document: { ...second.document, filename: 'A.PDF' } }],
    missing: [],
  };
  const cells = sheetNamed(readWorkbook(await writeJointWorkbook(twins)), 'Cells');
  expect(new Set(valuesOf(cells, 'A'))).toEqual(new Set(['File', '1 a.pdf', '2 A.PDF']));
  const { bytes, extension } = await writeJoint('csv', twins);
  expect(extension).toBe('zip');
  expect(Object.keys(unzipSync(bytes))).toEqual([
    'A (2)/1 Fixed assets.csv',
    'A (2)/2 Receivables ageing.csv',
    'a/1 Fixed assets.csv',
    'a/2 Receivables ageing.csv',
  ]);
});

test('a folder of CSV cannot leave the folder it is unpacked into', async () => {
  const document = { ...first.document, filename: '../../etc/passwd.pdf' };
  const { bytes } = await writeJoint('csv', { sources: [{ document, pictures: [] }], missing: [] });
  expect(Object.keys(unzipSync(bytes))[0]).toBe('etc passwd/1 Fixed assets.csv');
});

test('one file is the workbook that its job alone has, to the byte', async () => {
  const alone = await writeWorkbook(first.document, first.pictures);
  const { bytes } = await writeJoint('xlsx', { sources: [first], missing: [] });
  expect(Buffer.from(bytes).equals(alone)).toBe(true);
  expect(sheetNamed(readWorkbook(alone), 'Cells').cells.get('A1')?.value).toBe('Schedule');
});

test('what is missing stands first in the contents, with the reason', async () => {
  const missing = [{ filename: 'c.pdf', sentence: 'There is no such file: check the path.' }];
  const contents = sheetNamed(
    readWorkbook(await writeJointWorkbook({ sources: [first], missing })),
    'Contents',
  );
  expect([contents.cells.get('A4')?.value, contents.cells.get('B4')?.value]).toEqual([
    'Missing',
    'c.pdf: There is no such file: check the path.',
  ]);
  expect(rowOf(contents, 'Source file')).toBe(6);
});

test('JSON is an array of what each job has alone, and gives the documents back as they were', async () => {
  const { bytes } = await writeJoint('json', { sources: [first, second], missing: [] });
  const parsed = JSON.parse(strFromU8(bytes)) as unknown[];
  expect(parsed.map((each) => exportForm.parse(each).source.filename)).toEqual(['a.pdf', 'b.pdf']);
  for (const document of [second.document, documentOf([bankStatement()])])
    expect(readJson(writeJson(document).bytes)).toEqual(document);
});
