import ExcelJS from 'exceljs';
import { cleanText } from './clean-text.ts';
import type { ExportDocument } from './export-document.ts';
import { finishWorkbook } from './finish-workbook.ts';
import { addressOf } from './plan/address.ts';
import { GREY, PINK, RED } from './plan/looks.ts';
import { planWorkbook } from './plan/plan-workbook.ts';
import type { Alarm, Content, Look, Rule, SheetCell, SheetModel, SheetRecords } from './plan/sheet-model.ts';

/**
 * The workbook of a job as the bytes of an .xlsx file: contents, one sheet for each schedule with live totals, and all cells as a
 * table. Texts are never formulas; equal documents give equal bytes. The only file that knows exceljs.
 */
export async function writeWorkbook(document: ExportDocument): Promise<Uint8Array> {
  const sheets = planWorkbook(document);
  const book = new ExcelJS.Workbook();
  book.creator = book.lastModifiedBy = 'LedgerLift';
  book.title = cleanText(document.filename);
  book.created = book.modified = new Date(document.completedAt);
  const styles = new Map<string, Partial<ExcelJS.Style>>();
  for (const sheet of sheets) drawSheet(book, sheet, styles);
  const zipped = await book.xlsx.writeBuffer({ zip: { compression: 'STORE' } });
  const filled = sheets.findIndex((sheet) => sheet.records !== null);
  const records = sheets[filled]?.records;
  return finishWorkbook(new Uint8Array(zipped), records ? { sheet: filled + 1, records } : null);
}

const A4 = 9;

type Styles = Map<string, Partial<ExcelJS.Style>>;

function drawSheet(book: ExcelJS.Workbook, model: SheetModel, styles: Styles): void {
  const sheet = book.addWorksheet(model.name, {
    ...(model.tabColor ? { properties: { tabColor: { argb: argb(model.tabColor) } } } : {}),
    views: [frozenView(model)],
    pageSetup: {
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
    headerFooter: { oddFooter: footer(model) },
  });
  // The library names paper sizes by a const enum, which exists for compilers only.
  Object.assign(sheet.pageSetup, { paperSize: A4 });
  if (model.repeatedRows)
    sheet.pageSetup.printTitlesRow = `${model.repeatedRows.first}:${model.repeatedRows.last}`;
  for (const [index, width] of model.widths.entries()) sheet.getColumn(index + 1).width = width;
  for (const cell of model.cells) drawCell(sheet, cell, styles);
  for (const { from, to } of model.merges) sheet.mergeCells(`${addressOf(from)}:${addressOf(to)}`);
  for (const [row, height] of model.heights) sheet.getRow(row).height = height;
  for (const [index, alarm] of model.alarms.entries()) drawAlarm(sheet, alarm, index * 4);
  if (model.records) addTable(sheet, model.records, styles);
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

function drawCell(sheet: ExcelJS.Worksheet, cell: SheetCell, styles: Styles): void {
  const drawn = sheet.getCell(cell.row, cell.col);
  drawn.value = cell.link ? linkValue(cell) : contentValue(cell.content);
  drawn.style = styleOf(cell.look, styles);
  if (cell.note) drawn.note = noteText(cell.note);
}

function contentValue(content: Content): ExcelJS.CellValue {
  if (content.type === 'text') return cellText(content.text);
  if (content.type === 'number') return content.number;
  if (content.type === 'formula') return { formula: content.formula, result: content.result };
  if (content.type === 'date') return new Date(`${content.iso}T00:00:00Z`);
  return null;
}

function linkValue({ content, link }: SheetCell): ExcelJS.CellValue {
  const hyperlink = link && 'sheet' in link ? `'${link.sheet}'!A1` : (link?.url ?? '');
  return { text: content.type === 'text' ? cellText(content.text) : '', hyperlink };
}

/** Excel reads "_x0041_" in a text as the letter A, ECMA-376 22.9.2.19; the underscore escaped keeps it as read. */
function cellText(text: string): string {
  return cleanText(text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'));
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

/** Equal looks share one object, by which exceljs finds their style again without comparing. */
function styleOf(look: Look, styles: Styles): Partial<ExcelJS.Style> {
  const key = JSON.stringify(look);
  const known = styles.get(key);
  if (known) return known;
  const style: Partial<ExcelJS.Style> = {
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
  styles.set(key, style);
  return style;
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

/** Without rows: finish-workbook.ts puts them in, each cell in the style of its column. */
function addTable(sheet: ExcelJS.Worksheet, records: SheetRecords, styles: Styles): void {
  for (const [index, { look }] of records.columns.entries()) {
    sheet.getColumn(index + 1).style = styleOf(look, styles);
  }
  sheet.addTable({
    name: records.table,
    ref: 'A1',
    headerRow: true,
    style: { theme: 'TableStyleLight1', showRowStripes: true },
    columns: records.columns.map(({ head }) => ({ name: head, filterButton: true })),
    rows: [],
  });
}

function argb(color: string): string {
  return `FF${color}`;
}
