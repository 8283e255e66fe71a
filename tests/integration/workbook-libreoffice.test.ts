import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { ageing, bankStatement, brokenTrialBalance, rollForward } from '#tests/fixtures/schedules.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';

const run = promisify(execFile);
const hasOffice = spawnSync('soffice', ['--version']).status === 0;

/** Without it LibreOffice trusts the cached results of files it did not write itself. 0 is "always". */
const RECALCULATE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`;

const WRONG = 987_654_321;
const text = '=HYPERLINK("http://x","y")';
const hostile = scheduleOf({ name: '=1+1', columns: [[text, 'label']], rows: [{ cells: [text] }] });
const schedules = [
  rollForward(),
  rollForward('57,830'),
  brokenTrialBalance(),
  ageing(),
  bankStatement(),
  hostile,
];

describe.skipIf(!hasOffice)('a workbook opened in LibreOffice', () => {
  let folder = '';
  let ours: ExcelJS.Workbook;
  let theirs: ExcelJS.Workbook;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledgerlift-office-'));
    await mkdir(join(folder, 'profile', 'user'), { recursive: true });
    await writeFile(join(folder, 'profile', 'user', 'registrymodifications.xcu'), RECALCULATE);
    const bytes = await writeWorkbook(documentOf(schedules));
    await writeFile(join(folder, 'book.xlsx'), spoilResults(bytes));
    await convert(folder, 'book.xlsx');
    ours = await load(bytes);
    theirs = await load(await readFile(join(folder, 'out', 'book.xlsx')));
  }, 120_000);

  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test('works out every formula to the result we cached', () => {
    const compared = formulaCells(ours).map((cell) => {
      const recalculated = theirs.getWorksheet(cell.worksheet.name)?.getCell(cell.address).result;
      expect
        .soft(recalculated, `${cell.worksheet.name}!${cell.address} =${cell.formula}`)
        .toBeCloseTo(Number(cell.result), 9);
      return recalculated;
    });
    expect(compared.length).toBeGreaterThan(50);
    expect(compared).not.toContain(WRONG);
  });

  test('has the same sheets, and no formula that is not ours', () => {
    expect(theirs.worksheets.map((sheet) => sheet.name)).toEqual(ours.worksheets.map((sheet) => sheet.name));
    expect(formulaCells(theirs).map(({ address }) => address)).toEqual(
      formulaCells(ours).map(({ address }) => address),
    );
    expect(theirs.getWorksheet('6 =1+1')?.getCell('A6').value).toBe(text);
  });

  test('shows dates and codes as they are', () => {
    expect(theirs.getWorksheet('5 Bank statement')?.getCell('A6').value).toEqual(
      new Date('2025-01-02T00:00:00Z'),
    );
    expect(theirs.getWorksheet('3 Trial balance')?.getCell('A6').value).toBe('00100');
  });
});

/** Puts a wrong result into every formula, so that a right one can only come from recalculation. */
function spoilResults(bytes: Uint8Array): Uint8Array {
  const parts = Object.entries(unzipSync(bytes)).map(([name, content]) => {
    const spoiled = strFromU8(content).replace(/<\/f><v>[^<]*<\/v>/g, `</f><v>${WRONG}</v>`);
    return [name, name.startsWith('xl/worksheets/sheet') ? strToU8(spoiled) : content] as const;
  });
  return zipSync(Object.fromEntries(parts));
}

async function convert(folder: string, file: string): Promise<void> {
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  const target = ['--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', join(folder, 'out')];
  await run('soffice', [profile, '--headless', '--norestore', ...target, join(folder, file)], {
    timeout: 100_000,
  });
}

async function load(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  return book;
}

function formulaCells(book: ExcelJS.Workbook): ExcelJS.Cell[] {
  const cells: ExcelJS.Cell[] = [];
  for (const sheet of book.worksheets) {
    sheet.eachRow((row) => row.eachCell((cell) => (cell.formula ? cells.push(cell) : undefined)));
  }
  return cells;
}
