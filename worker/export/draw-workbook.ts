import ExcelJS from 'exceljs';
import { cellText } from './cell-text.ts';
import { cleanText } from './clean-text.ts';
import { LOOKS_COL, finishWorkbook } from './finish-workbook.ts';
import { addressOf } from './plan/address.ts';
import { GREY, PINK, RED } from './plan/looks.ts';
import { LookNumbers } from './plan/look-numbers.ts';
import type {
  Alarm,
  Look,
  Rule,
  SheetCell,
  SheetModel,
  SheetPicture,
  SheetRecords,
} from './plan/sheet-model.ts';

/** The sheets as the bytes of an .xlsx file that bears the title and the time; equal ones give equal bytes. The only file that knows exceljs. */
export async function drawWorkbook(
  sheets: readonly SheetModel[],
  { title, time }: { title: string; time: Date },
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.creator = book.lastModifiedBy = 'LedgerLift';
  book.title = title;
  book.created = book.modified = time;
  // The views of the sheets refer to a window, which the library leaves out where none is given.
  book.views = [
    { x: 0, y: 0, width: 28_000, height: 17_000, firstSheet: 0, activeTab: 0, visibility: 'visible' },
  ];
  const numbers = new LookNumbers();
  for (const sheet of sheets) numberLooks(sheet, numbers);
  for (const [index, sheet] of sheets.entries()) drawSheet(book, sheet, index === 0 ? numbers.looks : []);
  const zipped = await book.xlsx.writeBuffer({ zip: { compression: 'STORE' } });
  return finishWorkbook(new Uint8Array(zipped), { sheets, numbers });
}

const A4 = 9;

function numberLooks({ cells, records }: SheetModel, numbers: LookNumbers): void {
  for (const { look } of cells) numbers.of(look);
  for (const { look } of records?.columns ?? []) numbers.of(look);
}

/** All of a sheet but its rows, which finish-workbook.ts writes; `looks` are left on it in the order of their rows, to become styles. */
function drawSheet(book: ExcelJS.Workbook, model: SheetModel, looks: readonly Look[]): void {
  const sheet = book.addWorksheet(model.name, {
    ...(model.tabColor ? { properties: { tabColor: { argb: argb(model.tabColor) } } } : {}),
    views: [frozenView(model)],
    pageSetup: {
      orientation: model.print?.portrait ? 'portrait' : 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: model.print?.onePage ? 1 : 0,
    },
    headerFooter: { oddFooter: footer(model) },
  });
  // The library names paper sizes by a const enum, which exists for compilers only.
  Object.assign(sheet.pageSetup, { paperSize: A4 });
  if (model.repeatedRows)
    sheet.pageSetup.printTitlesRow = `${model.repeatedRows.first}:${model.repeatedRows.last}`;
  for (const [index, width] of model.widths.entries()) sheet.getColumn(index + 1).width = width;
  for (const cell of model.cells) drawAnchor(sheet, cell);
  for (const { from, to } of model.merges) sheet.mergeCells(`${addressOf(from)}:${addressOf(to)}`);
  for (const [index, look] of looks.entries()) sheet.getCell(index + 1, LOOKS_COL).style = styleOf(look);
  for (const [index, alarm] of model.alarms.entries()) drawAlarm(sheet, alarm, index * 4);
  if (model.records) addTable(sheet, model.records);
  if (model.picture) addPicture(book, sheet, model.picture);
}

function frozenView({ frozen }: SheetModel): Partial<ExcelJS.WorksheetView> {
  if (frozen.rows + frozen.cols === 0) return { state: 'normal', showGridLines: false };
  return { state: 'frozen', ySplit: frozen.rows, xSplit: frozen.cols, showGridLines: false };
}

/** Excel takes 255 characters; the blank after a size keeps a name that begins with a digit from joining it. */
function footer({ footer }: SheetModel): string {
  const part = (text: string): string => ` ${cleanText(text, 90).replace(/&/g, '&&')}`;
  return `&L&8${part(footer.left)}&C&8${part(footer.middle)}&R&8 &P / &N`.slice(0, 255);
}

/** Notes, and links out of the file, are parts of their own. */
function drawAnchor(sheet: ExcelJS.Worksheet, { row, col, link, note }: SheetCell): void {
  if (link && 'url' in link) sheet.getCell(row, col).value = { text: '→', hyperlink: link.url };
  if (note) sheet.getCell(row, col).note = noteText(note);
}

function noteText(note: string): ExcelJS.Comment {
  const texts = [
    {
      font: { size: 9, name: 'Calibri' },
      text: note
        .split('\n')
        .map((line) => cellText(line))
        .join('\n'),
    },
  ];
  return { texts };
}

function styleOf(look: Look): Partial<ExcelJS.Style> {
  return {
    font: fontOf(look),
    alignment: {
      vertical: look.middle ? 'middle' : 'bottom',
      ...(look.align ? { horizontal: look.align } : {}),
      ...(look.indent ? { indent: look.indent } : {}),
      ...(look.wrap ? { wrapText: true } : {}),
    },
    ...(look.format ? { numFmt: look.format } : {}),
    ...(look.fill ? { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: argb(look.fill) } } } : {}),
    ...(look.top || look.bottom
      ? { border: { ...ruleAt('top', look.top), ...ruleAt('bottom', look.bottom) } }
      : {}),
  };
}

function fontOf(look: Look): Partial<ExcelJS.Font> {
  return {
    name: look.mono ? 'Consolas' : 'Calibri',
    family: look.mono ? 3 : 2,
    size: look.size ?? 11,
    ...(look.bold ? { bold: true } : {}),
    ...(look.italic ? { italic: true } : {}),
    ...(look.underline ? { underline: true } : {}),
    ...(look.color ? { color: { argb: argb(look.color) } } : {}),
  };
}

function ruleAt(side: 'top' | 'bottom', rule: Rule | undefined): Partial<ExcelJS.Borders> {
  return rule ? { [side]: { style: rule.style, color: { argb: argb(rule.color) } } } : {};
}

/** Red beyond the tolerance on either side; the same cells grey where rounding explains what is left. */
function drawAlarm(sheet: ExcelJS.Worksheet, alarm: Alarm, priority: number): void {
  const red = { font: { bold: true, color: { argb: argb(RED) } }, fill: dxfFill(PINK) };
  const grey = { font: { color: { argb: argb(GREY) } } };
  // A part of the last unit more, because the difference of two doubles may be a speck above the tolerance.
  const limit = alarm.tolerance * (1 + 1e-9);
  const rules = [...outside(limit, priority + 1, red), ...(limit > 0 ? outside(0, priority + 3, grey) : [])];
  sheet.addConditionalFormatting({ ref: alarm.ranges.join(' '), rules });
}

function outside(limit: number, priority: number, style: Partial<ExcelJS.Style>): ExcelJS.CellIsRuleType[] {
  return [
    { type: 'cellIs', operator: 'greaterThan', formulae: [String(limit)], priority, style },
    { type: 'cellIs', operator: 'lessThan', formulae: [String(-limit)], priority: priority + 1, style },
  ];
}

function dxfFill(color: string): ExcelJS.Fill {
  return { type: 'pattern', pattern: 'solid', bgColor: { argb: argb(color) } };
}

/** Without rows, as everything here. */
function addTable(sheet: ExcelJS.Worksheet, records: SheetRecords): void {
  sheet.addTable({
    name: records.table,
    ref: 'A1',
    headerRow: true,
    style: { theme: 'TableStyleLight1', showRowStripes: true },
    columns: records.columns.map(({ head }) => ({ name: head, filterButton: true })),
    rows: [],
  });
}

/** Spreadsheets measure pictures in pixels of 1/96 inch. */
const PIXELS_PER_POINT = 96 / 72;

function addPicture(book: ExcelJS.Workbook, sheet: ExcelJS.Worksheet, picture: SheetPicture): void {
  // The library's type for buffers is older than Node's.
  const buffer = Buffer.from(picture.png) as unknown as ExcelJS.Buffer;
  const { at, width, height } = picture;
  sheet.addImage(book.addImage({ buffer, extension: 'png' }), {
    tl: { col: at.col - 1, row: at.row - 1 },
    ext: { width: Math.round(width * PIXELS_PER_POINT), height: Math.round(height * PIXELS_PER_POINT) },
  });
}

function argb(color: string): string {
  return `FF${color}`;
}
