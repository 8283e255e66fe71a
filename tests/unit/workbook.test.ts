import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Schedule, ScheduleTie } from '#shared/schedules/schedule.ts';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { checkOf, provedBy, scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { ageing, bankStatement, brokenTrialBalance, rollForward } from '#tests/fixtures/schedules.ts';
import type { ExportDocument } from '#worker/export/export-document.ts';
import { orderWorksheet } from '#worker/export/order-worksheet.ts';
import { addressOf } from '#worker/export/plan/address.ts';
import { columnStyles } from '#worker/export/plan/column-style.ts';
import { amountFormat } from '#worker/export/plan/number-format.ts';
import { sumFormula } from '#worker/export/plan/sum-formula.ts';
import { sheetName } from '#worker/export/sheet-name.ts';
import { uniqueNamer } from '#worker/export/unique-name.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';

async function open(
  document: ExportDocument,
): Promise<{ book: ExcelJS.Workbook; parts: Record<string, string> }> {
  const bytes = await writeWorkbook(document);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes.buffer as ArrayBuffer);
  const parts = Object.entries(unzipSync(bytes)).map(
    ([name, content]) => [name, strFromU8(content)] as const,
  );
  return { book, parts: Object.fromEntries(parts) };
}

async function sheetOf(schedule: Schedule): Promise<ExcelJS.Worksheet> {
  const { book } = await open(documentOf([schedule]));
  return book.worksheets[1] as ExcelJS.Worksheet;
}

const texts = (sheet: ExcelJS.Worksheet, column: string): string[] =>
  Array.from({ length: sheet.rowCount }, (_, row) => sheet.getCell(`${column}${row + 1}`).text);

const rowNamed = (sheet: ExcelJS.Worksheet, column: string, label: string): number =>
  texts(sheet, column).indexOf(label) + 1;

/** All formulas of all sheets, from the raw XML. */
const formulasIn = (parts: Record<string, string>): string[] =>
  Object.entries(parts)
    .filter(([name]) => name.startsWith('xl/worksheets/sheet'))
    .flatMap(([, xml]) => [...xml.matchAll(/<f[^>]*>([^<]*)<\/f>/g)].map((match) => match[1] ?? ''));

describe('values', () => {
  test('an amount is a number, with the decimals of its source', async () => {
    const sheet = await sheetOf(brokenTrialBalance());
    expect(sheet.getCell('C6').value).toBe(120_450.1);
    expect(sheet.getCell('C6').numFmt).toBe('#,##0.00_);(#,##0.00);"–"_);@_)');
  });

  test('a printed dash is a zero and a blank stays blank', async () => {
    const sheet = await sheetOf(rollForward());
    expect(sheet.getCell('C7').value).toBe(0);
    expect(sheet.getCell('B6').value).toBeNull();
  });

  test('a percentage is a fraction', async () => {
    const sheet = await sheetOf(ageing());
    const row = rowNamed(sheet, 'A', 'Share of total');
    expect(sheet.getCell(`B${row}`).value).toBe(0.839);
    expect(sheet.getCell(`B${row}`).numFmt).toMatch(/^0\.0%/);
  });

  test('a date is a date, whatever the time zone of the worker', async () => {
    const sheet = await sheetOf(bankStatement());
    expect(sheet.getCell('A6').value).toEqual(new Date('2025-01-02T00:00:00Z'));
  });

  test('an account code keeps its leading zeros as text', async () => {
    const sheet = await sheetOf(brokenTrialBalance());
    expect(sheet.getCell('A6').value).toBe('00100');
    expect(sheet.getCell('A6').numFmt).toBe('@');
  });

  test('a currency sign stands before totals only', async () => {
    const sheet = await sheetOf(rollForward());
    expect(sheet.getCell('B16').numFmt).toBe('"$"#,##0_);("$"#,##0);"–"_);@_)');
    expect(sheet.getCell('B7').numFmt).toBe('#,##0_);(#,##0);"–"_);@_)');
  });

  test.each([
    ['Rs.', '"Rs. "'],
    ['kr', '"kr "'],
    ['US$', '"US$"'],
    ['EUR', '"€"'],
  ])('a currency printed as %s stands before totals as %s', (currency, sign) => {
    const total = { raw: '5', value: { type: 'amount', minor: 5, scale: 0, currency } } as const;
    const schedule = scheduleOf({
      columns: [
        ['A', 'label'],
        ['B', 'amount'],
      ],
      rows: [{ cells: ['Total', total] }],
    });
    const [, style] = columnStyles(schedule, 2);
    expect(amountFormat(0, style?.currency)).toContain(sign);
  });

  test('what is no finite number is written as read, never as NaN', async () => {
    const odd = { raw: '9e999', value: { type: 'amount', minor: Number.NaN, scale: 0 } } as const;
    const date = { raw: '1 Jan 1850', value: { type: 'date', iso: '1850-01-01' } } as const;
    const schedule = scheduleOf({
      columns: [
        ['A', 'label'],
        ['B', 'amount'],
        ['C', 'date'],
      ],
      rows: [{ cells: ['x', odd, date] }],
    });
    const { book, parts } = await open(documentOf([schedule]));
    expect(book.worksheets[1]?.getCell('B6').value).toBe('9e999');
    expect(book.worksheets[1]?.getCell('C6').value).toBe('1 Jan 1850');
    expect(Object.values(parts).join('')).not.toMatch(/<v>(NaN|-?Infinity)<\/v>/);
  });
});

describe('totals', () => {
  test('a total is a live sum over its addends, across section rows, with its result cached', async () => {
    const { parts } = await open(documentOf([rollForward()]));
    const total = /<c r="B16"[^>]*>(.*?)<\/c>/.exec(parts['xl/worksheets/sheet2.xml'] ?? '')?.[1];
    expect(total).toBe('<f>SUM(B7:B15)</f><v>9701160</v>');
  });

  test('a result of zero is cached too', async () => {
    const { parts } = await open(documentOf([rollForward()]));
    expect(parts['xl/worksheets/sheet2.xml']).toContain('<f>B16-B17</f><v>0</v>');
  });

  test('a total that does not fit shows the computed sum and keeps the printed one below', async () => {
    const sheet = await sheetOf(rollForward('57,830'));
    expect(sheet.getCell('C16').result).toBe(420_380);
    expect(sheet.getCell('C17').value).toBe(420_430);
    expect(sheet.getCell('C18').result).toBe(-50);
    expect(texts(sheet, 'A').slice(16, 18)).toEqual(['Total as printed', 'Difference']);
  });

  test('a cross-foot stands at the right of its row and is out where the row is out', async () => {
    const sheet = await sheetOf(rollForward('57,830'));
    expect(sheet.getCell('H5').value).toBe('Cross-foot');
    expect(sheet.getCell('H15').formula).toBe('SUM(B15:E15)-F15');
    expect(sheet.getCell('H15').result).toBe(-50);
    expect(sheet.getCell('H7').result).toBe(0);
  });

  test('a total over subtotals adds the live subtotals, so that an error carries on as it will in Excel', async () => {
    const schedule = ageing();
    const cell = schedule.rows[2]?.cells[1];
    if (cell) Object.assign(cell, { raw: '110', value: { type: 'amount', minor: 110, scale: 0 } });
    const checks = schedule.proof.checks.map(({ prover, target, addends }) =>
      checkOf(schedule, prover, {
        target: [target.row, target.col],
        addends: addends.map((at) => [at.row, at.col, at.sign]),
      }),
    );
    const sheet = await sheetOf(provedBy(schedule, checks, 'Domestic, Current is out by 10'));
    expect(sheet.getCell('B9').result).toBe(190);
    expect(sheet.getCell('B12').formula).toBe('B9+B11');
    expect(sheet.getCell('B12').result).toBe(250);
    const row = rowNamed(sheet, 'A', 'Domestic as printed');
    expect(sheet.getCell(`B${row}`).value).toBe(200);
    expect(sheet.getCell(`B${row + 1}`).result).toBe(-10);
  });

  test('a total whose addends are not known stays as printed', async () => {
    const { checks, ...proof } = rollForward().proof;
    const { parts } = await open(documentOf([{ ...rollForward(), proof: { ...proof, checks: [] } }]));
    expect(checks).not.toHaveLength(0);
    expect(formulasIn(parts)).toEqual([]);
  });

  test('a check that says something else than the cells never becomes a formula', async () => {
    const schedule = brokenTrialBalance();
    const checks = schedule.proof.checks.map((check) => ({
      ...check,
      computedMinor: check.computedMinor + 7,
    }));
    const { book, parts } = await open(documentOf([{ ...schedule, proof: { ...schedule.proof, checks } }]));
    expect(formulasIn(parts)).toEqual([]);
    const sheet = book.worksheets[1] as ExcelJS.Worksheet;
    expect(sheet.getCell(`D${rowNamed(sheet, 'B', 'Total: Credit = Debit')}`).value).toBe(-99.93);
  });

  test('totals that depend on each other in a circle stay as printed', async () => {
    const schedule = scheduleOf({
      columns: [
        ['', 'label'],
        ['2024', 'amount'],
      ],
      rows: [{ cells: ['One', '5'] }, { cells: ['Other', '5'] }],
    });
    const checks = [
      checkOf(schedule, 'footing', { target: [0, 1], addends: [[1, 1]] }),
      checkOf(schedule, 'footing', { target: [1, 1], addends: [[0, 1]] }),
    ];
    const sheet = await sheetOf(provedBy(schedule, checks, 'equal'));
    expect(sheet.getCell('B6').value).toBe(5);
    expect(sheet.getCell('B7').value).toBe(5);
  });

  test('cents add up exactly and their difference is rounded to cents', async () => {
    const rows = [
      ...Array.from({ length: 10 }, () => ({ cells: ['Line', '0.10'] })),
      { role: 'total' as const, cells: ['Total', '1.00'] },
    ];
    const schedule = scheduleOf({
      columns: [
        ['', 'label'],
        ['2024', 'amount'],
      ],
      rows,
    });
    const check = checkOf(schedule, 'footing', {
      target: [10, 1],
      addends: rows.slice(0, 10).map((_, row) => [row, 1] as const),
    });
    const sheet = await sheetOf(provedBy(schedule, [check], 'foots'));
    expect(sheet.getCell('B16').result).toBe(1);
    expect(sheet.getCell('B18').formula).toBe('ROUND(B16-B17,2)');
    expect(sheet.getCell('B18').result).toBe(0);
  });

  test('a sum over many scattered cells stays below the limits of Excel', async () => {
    const count = 1200;
    const rows = Array.from({ length: count }, (_, row) => ({ cells: [`Line ${row}`, '1'] }));
    const schedule = scheduleOf({
      columns: [
        ['', 'label'],
        ['2024', 'amount'],
      ],
      rows: [...rows, { role: 'total', cells: ['Total', String(count / 2)] }],
    });
    const addends = rows.flatMap((_, row) => (row % 2 === 0 ? [[row, 1] as const] : []));
    const sheet = await sheetOf(
      provedBy(schedule, [checkOf(schedule, 'footing', { target: [count, 1], addends })], 'foots'),
    );
    const formula = sheet.getCell(`B${count + 6}`).formula;
    expect(sheet.getCell(`B${count + 6}`).result).toBe(600);
    expect(formula.length).toBeLessThanOrEqual(8192);
    for (const sum of formula.matchAll(/SUM\(([^)]*)\)/g))
      expect(sum[1]?.split(',').length).toBeLessThanOrEqual(255);
  });

  test('a sum too long for any formula stays as printed, with its difference as a line', async () => {
    const count = 3000;
    const rows = Array.from({ length: count }, (_, row) => ({ cells: [`Line ${row}`, '1'] }));
    const schedule = scheduleOf({
      columns: [
        ['', 'label'],
        ['2024', 'amount'],
      ],
      rows: [...rows, { role: 'total', cells: ['Total', '1500'] }],
    });
    const addends = rows.flatMap((_, row) => (row % 2 === 0 ? [[row, 1] as const] : []));
    const sheet = await sheetOf(
      provedBy(schedule, [checkOf(schedule, 'footing', { target: [count, 1], addends })], 'foots'),
    );
    expect(sheet.getCell(`B${count + 6}`).value).toBe(1500);
    expect(sheet.getCell(`A${count + 7}`).value).toBe('Total, 2024 = sum of 1500 figures');
    expect(sheet.getCell(`B${count + 7}`).value).toBe(0);
  });

  test('a difference within rounding is not red', async () => {
    const schedule = scheduleOf({
      columns: [
        ['', 'label'],
        ['2024', 'amount'],
      ],
      rows: [{ cells: ['One', '3'] }, { cells: ['Two', '3'] }, { role: 'total', cells: ['Total', '7'] }],
    });
    const check = {
      ...checkOf(schedule, 'footing', {
        target: [2, 1],
        addends: [
          [0, 1],
          [1, 1],
        ],
      }),
      state: 'proved-within-rounding' as const,
    };
    const { parts } = await open(documentOf([provedBy(schedule, [check], 'foots within rounding')]));
    const rules = /<conditionalFormatting.*<\/conditionalFormatting>/.exec(
      parts['xl/worksheets/sheet2.xml'] ?? '',
    )?.[0];
    expect(rules).toMatch(/operator="greaterThan"><formula>1\.0/);
    expect(rules).toMatch(/operator="lessThan"><formula>-1\.0/);
  });

  test('a product is live where its factors give it', async () => {
    const schedule = scheduleOf({
      columns: [
        ['Item', 'label'],
        ['Quantity', 'amount'],
        ['Unit cost', 'amount'],
        ['Extended', 'amount'],
      ],
      rows: [{ cells: ['Flour', '12', '2.55', '30.60'] }],
    });
    const at = (col: number) => ({ row: 0, col, sign: 1 as const });
    const check = {
      prover: 'product' as const,
      target: { row: 0, col: 3 },
      addends: [at(1), at(2)],
      printedMinor: 3060,
      computedMinor: 3060,
      scale: 2,
      state: 'proved' as const,
    };
    const sheet = await sheetOf(provedBy(schedule, [check], 'quantity times cost'));
    expect(sheet.getCell('F6').formula).toBe('ROUND(ROUND(B6*C6,2)-D6,2)');
    expect(sheet.getCell('F6').result).toBe(0);
  });
});

describe('sums', () => {
  const place = fc.record({ row: fc.integer({ min: 1, max: 9 }), col: fc.integer({ min: 1, max: 6 }) });
  const sign = fc.boolean().map((plus): 1 | -1 => (plus ? 1 : -1));

  test('a formula adds up exactly the cells it was asked for', () => {
    const grid = fc.array(fc.boolean(), { minLength: 54, maxLength: 54 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ place, sign }), { minLength: 1, maxLength: 30 }),
        grid,
        (terms, figures) => {
          const named = new Set(terms.map((term) => addressOf(term.place)));
          const isFigure = (at: { row: number; col: number }): boolean =>
            named.has(addressOf(at)) || figures[(at.row - 1) * 6 + at.col - 1] === true;
          const valueAt = (row: number, col: number): number =>
            isFigure({ row, col }) ? 7 ** row + 1000 * col : 0;
          const wanted = terms.reduce(
            (sum, term) => sum + term.sign * valueAt(term.place.row, term.place.col),
            0,
          );
          expect(evaluate(sumFormula(terms, isFigure) ?? '', valueAt)).toBe(wanted);
        },
      ),
    );
  });

  test('any schedule, however odd, is written without an error, without NaN and with formulas of addresses only', async () => {
    const address = fc.record({ row: fc.integer({ min: -1, max: 5 }), col: fc.integer({ min: -1, max: 4 }) });
    const number = fc.constantFrom(0, 1, 250, -3, Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 60);
    const scale = fc.constantFrom(0, 2, 30, -1);
    const value = fc.oneof(
      fc.constant({ type: 'blank' }),
      fc.record({ type: fc.constant('text'), text: fc.string() }),
      fc.record({ type: fc.constantFrom('amount', 'percent'), minor: number, scale }),
      fc.record({ type: fc.constant('date'), iso: fc.constantFrom('2024-02-29', '2024-13-40', '', 'x') }),
    );
    const cell = fc.record({
      raw: fc.string(),
      value,
      confidence: number,
      page: fc.integer(),
      box: fc.constant(null),
      colSpan: fc.integer({ min: -1, max: 9 }),
    });
    const row = fc.record({
      role: fc.constantFrom('head', 'section', 'line', 'subtotal', 'total'),
      level: fc.integer(),
      cells: fc.array(cell, { maxLength: 4 }),
    });
    const check = fc.record({
      prover: fc.constantFrom('footing', 'cross-foot', 'running-balance', 'equality', 'product'),
      target: address,
      addends: fc.array(
        fc.tuple(address, sign).map(([at, sign]) => ({ ...at, sign })),
        { maxLength: 4 },
      ),
      printedMinor: number,
      computedMinor: number,
      scale,
      state: fc.constantFrom('proved', 'proved-within-rounding', 'broken'),
    });
    const column = fc.record({
      heading: fc.string(),
      role: fc.constantFrom('label', 'amount', 'percent', 'date', 'text'),
    });
    const parts = {
      columns: fc.array(column, { maxLength: 4 }),
      rows: fc.array(row, { maxLength: 6 }),
      checks: fc.array(check, { maxLength: 8 }),
    };
    await fc.assert(
      fc.asyncProperty(fc.record(parts), async ({ columns, rows, checks }) => {
        const base = scheduleOf({ columns: [], rows: [] });
        const schedule = { ...base, columns, rows, proof: { ...base.proof, checks } } as Schedule;
        const { parts } = await open(documentOf([schedule]));
        expect(Object.values(parts).join('')).not.toMatch(/<v>(NaN|-?Infinity|undefined|null)<\/v>/);
        for (const formula of formulasIn(parts))
          expect(formula).toMatch(/^(SUM|ROUND|[A-Z]{1,3}\d+|[-+*:,()\d])+$/);
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});

describe('hostile input', () => {
  const hostile = [
    '=1+1',
    '=HYPERLINK("http://x","y")',
    '+cmd|/C calc',
    '-2+3',
    '@SUM(A1)',
    '_x0041_',
    '<b>&"\'',
    '\u0000\u0007\uFFFE bell',
    '\uD800 half',
    '__proto__',
  ];

  test('nothing of the input becomes a formula', async () => {
    const schedule = scheduleOf({
      name: '=1+1',
      caption: { title: '=1+1', entity: '=2', period: '+3', unit: '@x', currency: '"&A1&"' },
      columns: [
        ['=HYPERLINK("http://x","y")', 'label'],
        ['=A1', 'amount'],
        ['-x', 'text'],
      ],
      rows: hostile.map((text) => ({ cells: [text, { raw: text, value: { type: 'text', text } }, text] })),
    });
    const document = documentOf([schedule], {
      filename: '=cmd.pdf',
      jobId: '=1',
      sourceUrl: 'javascript:alert(1)',
    });
    const { book, parts } = await open(document);
    expect(formulasIn(parts)).toEqual([]);
    expect(Object.values(parts).join('')).not.toContain('javascript:');
    const sheet = book.worksheets[1] as ExcelJS.Worksheet;
    expect(sheet.getCell('A1').value).toBe('=1+1');
    expect(sheet.getCell('A6').value).toBe('=1+1');
    expect(sheet.getCell('B7').value).toBe('=HYPERLINK("http://x","y")');
    expect(sheet.getCell('B7').numFmt).toBe('@');
    expect(sheet.getCell('A11').value).toBe('_x0041_');
    expect(sheet.getCell('A13').value).toBe(' bell');
    expect(sheet.getCell('A14').value).toBe('\uFFFD half');
  });

  test('every part is XML without control characters', async () => {
    const schedule = scheduleOf({
      name: 'a\u0001b',
      columns: [['\u0002', 'label']],
      rows: hostile.map((text) => ({ cells: [{ raw: text, confidence: 0.1 }] })),
    });
    const { parts } = await open(documentOf([schedule], { filename: 'x\u0003&<y>.pdf' }));
    for (const xml of Object.values(parts)) expect(xml).not.toMatch(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/u);
  });

  test('a text longer than a cell can hold is cut', async () => {
    const sheet = await sheetOf(
      scheduleOf({ columns: [['', 'label']], rows: [{ cells: ['x'.repeat(40_000)] }] }),
    );
    expect(sheet.getCell('A6').text).toHaveLength(32_767);
  });

  test('any text gives a name Excel accepts, and no two are the same', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 30 }), (names) => {
        const nameOf = uniqueNamer(sheetName, { longest: 31, reserved: ['Contents', 'Cells'] });
        const given = names.map(nameOf);
        for (const name of given) {
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name).toMatch(/^(?!.*['[\]:*?/\\!]).+$/su);
          expect(name.toLowerCase()).not.toMatch(/^(history|contents|cells)$/);
        }
        expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(given.length);
      }),
    );
  });

  test('schedules of one name, of no name and named like our own sheets get sheets of their own', async () => {
    const names = ['', '', 'x'.repeat(60), `${'x'.repeat(60)}y`, "Owner's: [equity]?"];
    const { book } = await open(
      documentOf(
        names.map((name) => ({ ...ageing(), name })),
        {},
      ),
    );
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual([
      'Contents',
      '1',
      '2',
      `3 ${'x'.repeat(29)}`,
      `4 ${'x'.repeat(29)}`,
      '5 Owner’s equity',
      'Cells',
    ]);
  });
});

describe('the file', () => {
  /** CT_Worksheet of ECMA-376, as far as a workbook of ours can have it. */
  const SEQUENCE = [
    'sheetPr',
    'dimension',
    'sheetViews',
    'sheetFormatPr',
    'cols',
    'sheetData',
    'mergeCells',
    'conditionalFormatting',
    'hyperlinks',
    'printOptions',
    'pageMargins',
    'pageSetup',
    'headerFooter',
    'ignoredErrors',
    'drawing',
    'legacyDrawing',
    'tableParts',
    'extLst',
  ];

  test('equal documents give equal bytes, and another document gives others', async () => {
    const hash = async (document: ExportDocument): Promise<string> =>
      createHash('sha256')
        .update(await writeWorkbook(document))
        .digest('hex');
    const document = (): ExportDocument => documentOf([rollForward(), ageing(), bankStatement()]);
    const zone = process.env['TZ'];
    const first = await hash(document());
    process.env['TZ'] = 'Pacific/Auckland';
    expect(new Date(2025, 0, 1).getTimezoneOffset()).toBe(-780);
    const second = await hash(document());
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(second).toBe(first);
    expect(await hash(documentOf([rollForward('57,830')]))).not.toBe(first);
  });

  test('entries are sorted behind the content types, and the document dates are those of the job', async () => {
    const bytes = await writeWorkbook(documentOf([ageing()]));
    const names = Object.keys(unzipSync(bytes));
    expect(names[0]).toBe('[Content_Types].xml');
    expect(names.slice(1)).toEqual(names.slice(1).toSorted());
    const { parts } = await open(documentOf([ageing()]));
    expect(parts['docProps/core.xml']?.match(/2025-01-31T09:00:00/g)).toHaveLength(2);
  });

  test('the children of every worksheet stand in the order of the standard', async () => {
    const { parts } = await open(documentOf([rollForward(), ageing()]));
    const sheets = Object.keys(parts).filter((name) => name.startsWith('xl/worksheets/sheet'));
    expect(sheets).toHaveLength(4);
    for (const name of sheets) {
      const body = (parts[name] ?? '')
        .replace(/^.*?<worksheet[^>]*>/s, '')
        .replace(/<sheetData>.*<\/sheetData>/s, '<sheetData/>');
      const children = [...topLevel(body)];
      expect(children.filter((child) => !SEQUENCE.includes(child))).toEqual([]);
      expect(children).toEqual(
        children.toSorted((one, other) => SEQUENCE.indexOf(one) - SEQUENCE.indexOf(other)),
      );
    }
    expect(parts['xl/worksheets/sheet2.xml']).toContain('<legacyDrawing');
    expect(parts['xl/worksheets/sheet4.xml']).toContain('<tableParts');
  });

  test('a sheet with a table and a note is put into the order Excel insists on', () => {
    const sheet = (body: string): string => `<worksheet xmlns="x">${body}</worksheet>`;
    const written =
      '<sheetData><row><c/></row></sheetData><tableParts count="1"><tablePart/></tableParts><legacyDrawing r:id="rId1"/><cols/>';
    const ordered =
      '<cols/><sheetData><row><c/></row></sheetData><legacyDrawing r:id="rId1"/><tableParts count="1"><tablePart/></tableParts>';
    expect(orderWorksheet(sheet(written))).toBe(sheet(ordered));
    expect(() => orderWorksheet(sheet('<stranger/>'))).toThrow('stranger');
  });

  test('a link inside the file is a location and needs no relationship', async () => {
    const { parts } = await open(documentOf([ageing()]));
    expect(parts['xl/worksheets/sheet1.xml']).toMatch(
      /<hyperlink ref="A\d+" location="'1 Receivables ageing'!A1"\/>/,
    );
    expect(parts['xl/worksheets/_rels/sheet1.xml.rels']).toBeUndefined();
  });

  test('panes are frozen below the heads, which are repeated in print; there are no gridlines', async () => {
    const sheet = await sheetOf(ageing());
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 6, xSplit: 1, showGridLines: false });
    expect(sheet.pageSetup).toMatchObject({
      orientation: 'landscape',
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '5:6',
    });
    expect(sheet.model.merges).toEqual(['B5:D5']);
  });

  test('a head of full height is one cell over all head rows, beside a span over columns', async () => {
    const schedule = scheduleOf({
      name: 'Enrolment',
      columns: [
        ['Year', 'label'],
        ['Grade K', 'amount'],
        ['Grade 1', 'amount'],
      ],
      rows: [
        { role: 'head', cells: ['Year', 'Grade', null] },
        { role: 'head', cells: [null, 'K', '1'] },
        { cells: ['1996', '3,532', '3,770'] },
      ],
    });
    const [year, grade] = schedule.rows[0]?.cells ?? [];
    Object.assign(year ?? {}, { rowSpan: 2 });
    Object.assign(grade ?? {}, { colSpan: 2 });
    const sheet = await sheetOf(schedule);
    expect(sheet.model.merges.toSorted()).toEqual(['A5:A6', 'B5:C5']);
    expect(sheet.getCell('B6').text).toBe('K');
  });

  test('every cell that is not blank is a row of the Cells table', async () => {
    const schedule = rollForward();
    const { book, parts } = await open(documentOf([schedule]));
    const cells = schedule.rows.flatMap((row) => row.cells).filter((cell) => cell.raw !== '');
    const sheet = book.getWorksheet('Cells') as ExcelJS.Worksheet;
    expect(sheet.rowCount).toBe(cells.length + 1);
    const row = texts(sheet, 'G').indexOf('(12,500)') + 1;
    expect((sheet.getRow(row).values as unknown[]).slice(1)).toEqual([
      '1 Fixed assets',
      'D10',
      6,
      4,
      'Production line A',
      'Disposals',
      '(12,500)',
      -12_500,
      0.99,
      1,
      '280.0, 130.0, 350.0, 142.0',
    ]);
    expect(parts['xl/tables/table1.xml']).toContain(`ref="A1:K${cells.length + 1}"`);
  });

  test('a doubted cell is amber and says why; another one is not', async () => {
    const sheet = await sheetOf(rollForward());
    const note = sheet.getCell('C14').note as ExcelJS.Comment;
    expect(note.texts?.map(({ text }) => text).join('')).toBe('Read 6,310 with 71 % confidence, page 1');
    expect(sheet.getCell('C14').fill).toMatchObject({ fgColor: { argb: 'FFFFF3CD' } });
    expect(sheet.getCell('C15').note).toBeUndefined();
  });

  test('without doubts nothing is amber, however weakly it was read', async () => {
    const bytes = await writeWorkbook(documentOf([{ ...rollForward(), doubts: [] }]));
    expect(Object.keys(unzipSync(bytes)).filter((name) => name.includes('comments'))).toEqual([]);
  });

  test('the contents name the file, its hash and each proof', async () => {
    const { book } = await open(documentOf([rollForward(), brokenTrialBalance()], { partial: true }));
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    const shown = sheet.getSheetValues().flat().map(String);
    expect(shown).toEqual(
      expect.arrayContaining([
        'harbor-mill-2024.pdf',
        '✓ Foots and cross-foots',
        '✗ Total, Credit is out by 100.00',
        '40 of 40',
        '1 cell',
      ]),
    );
    expect(texts(sheet, 'A')).toContain('Partial');
  });
});

describe('ties', () => {
  const tied = (ordinal: number, name: string): ScheduleTie[] => [
    {
      identity: 'receivables = balance sheet',
      row: 2,
      col: 1,
      minor: 312_610,
      scale: 2,
      other: { id: `id-${ordinal}`, ordinal, name, row: 3, col: 2 },
    },
  ];
  const contentsOf = async (schedules: Schedule[]): Promise<{ sheet: ExcelJS.Worksheet; xml: string }> => {
    const { book, parts } = await open(documentOf(schedules));
    return { sheet: book.worksheets[0] as ExcelJS.Worksheet, xml: parts['xl/worksheets/sheet1.xml'] ?? '' };
  };
  const linkOf = (xml: string, address: string): string | undefined =>
    new RegExp(`<hyperlink ref="${address}" location="([^"]*)"`).exec(xml)?.[1]?.replaceAll('&apos;', "'");

  test('stand on the contents once, with both cells, the figure and links to both sheets', async () => {
    const { sheet, xml } = await contentsOf([
      { ...rollForward(), ties: tied(2, 'Receivables ageing') },
      { ...ageing(), ties: tied(1, 'Fixed assets') },
    ]);
    const at = rowNamed(sheet, 'A', 'Figure in') + 1;
    expect(sheet.getCell(`A${at}`).text).toBe('1  Fixed assets · B7');
    expect(linkOf(xml, `A${at}`)).toBe("'1 Fixed assets'!A1");
    expect(sheet.getCell(`B${at}`).text).toBe('receivables = balance sheet');
    expect(sheet.getCell(`E${at}`).value).toBe(3126.1);
    expect(sheet.getCell(`F${at}`).text).toMatch(/^2 {2}Receivables ageing · C\d+$/);
    expect(linkOf(xml, `F${at}`)).toBe("'2 Receivables ageing'!A1");
    expect(sheet.rowCount).toBe(at);
  });

  test('to a schedule that is not in the file name it without a link', async () => {
    const { sheet, xml } = await contentsOf([{ ...rollForward(), ties: tied(7, 'Balance sheet') }]);
    const at = rowNamed(sheet, 'A', 'Figure in') + 1;
    expect(sheet.getCell(`F${at}`).text).toBe('7  Balance sheet');
    expect(linkOf(xml, `F${at}`)).toBeUndefined();
  });

  test('have no heads where there are none', async () => {
    const { sheet } = await contentsOf([rollForward()]);
    expect(texts(sheet, 'A')).not.toContain('Figure in');
  });
});

describe('odd shapes', () => {
  test('a document without schedules is a workbook that says so', async () => {
    const { book } = await open(documentOf([]));
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['Contents', 'Cells']);
    expect(texts(book.worksheets[0] as ExcelJS.Worksheet, 'A')).toContain(
      'No schedule was found in this file.',
    );
  });

  test('a schedule without rows and columns is a sheet with its title', async () => {
    const { book } = await open(documentOf([scheduleOf({ name: 'Empty', columns: [], rows: [] })]));
    expect(book.worksheets[1]?.getCell('A1').value).toBe('Empty');
  });

  test('nothing to prove is never shown as a pass', async () => {
    const { book } = await open(
      documentOf([scheduleOf({ columns: [['', 'label']], rows: [{ cells: ['x'] }] })]),
    );
    const shown = book.worksheets.flatMap((sheet) => sheet.getSheetValues().flat().map(String));
    expect(shown).toContain('– Nothing to prove');
    expect(shown.join('')).not.toContain('✓');
  });

  test('three hundred columns keep their addresses', async () => {
    const columns = Array.from(
      { length: 300 },
      (_, col) => [`C${col}`, col === 0 ? 'label' : 'amount'] as [string, 'label' | 'amount'],
    );
    const line = (role: 'line' | 'total') => ({
      role,
      cells: columns.map((_, col) => (col === 0 ? 'Line' : String(col))),
    });
    const schedule = scheduleOf({ columns, rows: [line('line'), line('total')] });
    const checks = columns.flatMap((_, col) =>
      col === 0 ? [] : [checkOf(schedule, 'footing', { target: [1, col], addends: [[0, col]] })],
    );
    const sheet = await sheetOf(provedBy(schedule, checks, 'foots'));
    expect(sheet.getCell('KN7').formula).toBe('KN6');
    expect(sheet.getCell('KN7').result).toBe(299);
  });

  test('rows of different length are drawn as far as they go', async () => {
    const schedule = scheduleOf({
      columns: [
        ['', 'label'],
        ['A', 'amount'],
      ],
      rows: [{ cells: ['x'] }, { cells: ['y', '1', '2', '3'] }],
    });
    const sheet = await sheetOf(schedule);
    expect(sheet.getCell('D7').value).toBe('3');
  });
});

/** Works out a formula of SUMs and addresses joined by + and -. */
function evaluate(formula: string, valueAt: (row: number, col: number) => number): number {
  const cellsOf = (range: string): number => {
    const [from = '', to = from] = range.split(':');
    const [one, other] = [from, to].map((at) => ({ col: at.charCodeAt(0) - 64, row: Number(at.slice(1)) }));
    let sum = 0;
    for (let row = one?.row ?? 0; row <= (other?.row ?? 0); row++) {
      for (let col = one?.col ?? 0; col <= (other?.col ?? 0); col++) sum += valueAt(row, col);
    }
    return sum;
  };
  let total = 0;
  for (const [, sign, list, single = ''] of formula.matchAll(/([+-]?)(?:SUM\(([^)]*)\)|([A-Z]\d+))/g)) {
    const sum = (list ?? single).split(',').reduce((sum, range) => sum + cellsOf(range), 0);
    total += sign === '-' ? -sum : sum;
  }
  return total;
}

/** Names of the children directly below the worksheet. */
function* topLevel(body: string): Generator<string> {
  let depth = 0;
  for (const [, close, name, , leaf] of body.matchAll(/<(\/?)([\w:]+)([^>]*?)(\/?)>/g)) {
    if (close) depth--;
    else {
      if (depth === 0 && name) yield name;
      if (!leaf) depth++;
    }
  }
}
