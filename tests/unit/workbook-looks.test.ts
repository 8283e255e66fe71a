import { beforeAll, describe, expect, test } from 'vitest';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { ageing, bankStatement, brokenTrialBalance, rollForward } from '#tests/fixtures/schedules.ts';
import { type ReadBook, type ReadSheet, readWorkbook } from '#tests/harness/workbook/read-workbook.ts';
import { testPicture } from '#tests/harness/workbook/test-picture.ts';
import { type XmlElement, elementsNamed } from '#tests/harness/workbook/xml-tree.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';

const list: Schedule = scheduleOf({ name: 'List', columns: [['', 'label']], rows: [{ cells: ['x'] }] });
const rounded: Schedule = { ...ageing(), proof: { ...ageing().proof, state: 'proved-within-rounding' } };

describe('a workbook shows', () => {
  let book: ReadBook;
  let assets: ReadSheet;

  beforeAll(async () => {
    const schedules = [rollForward('57,830'), ageing(), rounded, list, brokenTrialBalance(), bankStatement()];
    book = readWorkbook(await writeWorkbook(documentOf(schedules), [testPicture(1)]));
    assets = book.sheets[1] as ReadSheet;
  });

  /** The parts of the style of a cell, from styles.xml. */
  const styleAt = (sheet: ReadSheet, at: string) => {
    const root = book.parts.get('xl/styles.xml') as XmlElement;
    const under = (name: string) => root.children.find((child) => child.name === name)?.children ?? [];
    const xf = under('cellXfs')[sheet.cells.get(at)?.style ?? 0] as XmlElement;
    const format = xf.attributes.get('numFmtId');
    const border = under('borders')[Number(xf.attributes.get('borderId'))] as XmlElement;
    const ruled = (side: string) =>
      border.children.find(({ name }) => name === side)?.attributes.get('style');
    const [fill] = elementsNamed(
      under('fills')[Number(xf.attributes.get('fillId'))] as XmlElement,
      'fgColor',
    );
    return {
      format: under('numFmts')
        .find(({ attributes }) => attributes.get('numFmtId') === format)
        ?.attributes.get('formatCode'),
      top: ruled('top'),
      bottom: ruled('bottom'),
      fill: fill?.attributes.get('rgb'),
      indent: elementsNamed(xf, 'alignment')[0]?.attributes.get('indent'),
      align: elementsNamed(xf, 'alignment')[0]?.attributes.get('horizontal'),
    };
  };
  const attribute = (sheet: ReadSheet, element: string, name: string) =>
    elementsNamed(sheet.root, element)[0]?.attributes.get(name);

  test('the proof by the colour of the tab, and nothing to prove never as a pass', () => {
    const colours = book.sheets.map((sheet) => attribute(sheet, 'tabColor', 'rgb'));
    const [green, pale, red, grey] = ['FF1B7F4B', 'FF8FBF9F', 'FFB42318', 'FFC3C8CF'];
    expect(colours).toEqual([undefined, red, green, pale, grey, red, green, undefined, undefined]);
  });

  test('title, caption, source, confidence and proof in rows 1 to 3, heads in row 5', () => {
    const shown = ['A1', 'A2', 'A3', 'B5'].map((at) => assets.cells.get(at)?.value);
    expect(shown).toEqual([
      'Property, plant and equipment roll-forward',
      'Harbor Mill Foods, Inc. · Year ended 31 December 2024 · US dollars',
      'Source: harbor-mill-2024.pdf, page 1',
      'Opening',
    ]);
    const third = [...assets.cells].filter(([at]) => /^[A-Z]+3$/.test(at)).map(([, { value }]) => value);
    expect(third).toEqual(expect.arrayContaining(['Confidence 97%', '✗ Computers, Additions is out by 50']));
  });

  test('"in thousands" in the subtitle, with the figures as printed', () => {
    const sheet = book.sheets[2] as ReadSheet;
    expect(sheet.cells.get('A2')?.value).toBe('Harbor Mill Foods, Inc. · 31 December 2024 · in thousands');
    expect(sheet.cells.get('B7')?.value).toBe(120);
  });

  test('pages in print: landscape, one wide, with file, sheet and number at the foot', () => {
    for (const sheet of book.sheets.slice(0, 8)) {
      expect(attribute(sheet, 'pageSetup', 'orientation')).toBe('landscape');
      expect(attribute(sheet, 'pageSetup', 'fitToHeight')).toBe('0');
      expect(attribute(sheet, 'pageSetUpPr', 'fitToPage')).toBe('1');
    }
    const page = book.sheets[8] as ReadSheet;
    expect(attribute(page, 'pageSetup', 'orientation')).toBe('portrait');
    expect(attribute(page, 'pageSetup', 'fitToHeight') ?? '1').toBe('1');
    expect(elementsNamed(assets.root, 'oddFooter')[0]?.text).toBe(
      '&L&8 harbor-mill-2024.pdf · page 1&C&8 1 Fixed assets&R&8 &P / &N',
    );
  });

  test('sections tinted, lines indented, a rule above and a double rule below totals', () => {
    expect(styleAt(assets, 'A6').fill).toBe('FFF3F6F8');
    expect(styleAt(assets, 'A7')).toMatchObject({ indent: '2', bottom: 'thin' });
    expect(styleAt(assets, 'B16')).toMatchObject({ top: 'thin', bottom: 'double' });
    expect(styleAt(assets, 'B15')).toMatchObject({ top: undefined, bottom: 'thin' });
    expect(styleAt(assets, 'B5').align).toBe('right');
  });

  test('a tick as the format of zero, and a rule that turns any other difference red', () => {
    expect(styleAt(assets, 'H7').format).toBe('#,##0_);(#,##0);"✓"_)');
    const ranges = elementsNamed(assets.root, 'conditionalFormatting').map(({ attributes }) =>
      attributes.get('sqref'),
    );
    expect(ranges.join(' ')).toContain('H');
    const [rule] = elementsNamed(assets.root, 'cfRule');
    const dxfs = elementsNamed(book.parts.get('xl/styles.xml') as XmlElement, 'dxf');
    const style = dxfs[Number(rule?.attributes.get('dxfId'))] as XmlElement;
    expect(elementsNamed(style, 'color')[0]?.attributes.get('rgb')).toBe('FFB42318');
  });

  test('rows named by words where a column of codes stands first', () => {
    const schedule = scheduleOf({
      columns: [
        ['Acct', 'label'],
        ['Customer', 'text'],
        ['Total', 'amount'],
      ],
      rows: [{ cells: ['C100', 'Baker and Sons', '5'] }, { cells: ['C200', 'Corner Stores', '7'] }],
    });
    return expect(labelsOf(schedule)).resolves.toEqual(['Baker and Sons', 'Corner Stores']);
  });

  test('a footnote mark only as it was read', async () => {
    const cell = {
      raw: '1,250 (a)',
      value: { type: 'amount', minor: 1250, scale: 0, footnote: 'a' },
    } as const;
    const schedule = scheduleOf({
      columns: [
        ['', 'label'],
        ['2024', 'amount'],
      ],
      rows: [{ cells: ['Land', cell] }],
    });
    const { sheets } = readWorkbook(await writeWorkbook(documentOf([schedule])));
    expect(sheets[1]?.cells.get('B6')?.value).toBe(1250);
    expect(sheets[2]?.cells.get('G3')?.value).toBe('1,250 (a)');
    expect(sheets[2]?.cells.get('H3')?.value).toBe(1250);
  });
});

/** What the Cells table calls the rows of figures. */
async function labelsOf(schedule: Schedule): Promise<unknown[]> {
  const { sheets } = readWorkbook(await writeWorkbook(documentOf([schedule])));
  const cells = sheets[2]?.cells ?? new Map();
  return [4, 7].map((row) => cells.get(`E${row}`)?.value);
}
