import { strFromU8, strToU8, unzipSync } from 'fflate';
import { fillRecords } from './fill-records.ts';
import { linkWithin } from './link-within.ts';
import { nameRanges } from './name-ranges.ts';
import { orderWorksheet } from './order-worksheet.ts';
import { addressOf, columnName } from './plan/address.ts';
import type { LookNumbers } from './plan/look-numbers.ts';
import type { Look, SheetModel } from './plan/sheet-model.ts';
import { SharedStrings } from './shared-strings.ts';
import { xmlText } from './xml-text.ts';
import { type Pens, writeRows } from './write-rows.ts';
import { zipFiles } from './zip-files.ts';

const FIRST_PART = '[Content_Types].xml';
const BOOK = 'xl/workbook.xml';

type Parts = Map<string, Uint8Array>;

/** The column of the first sheet in which the looks wait for their style numbers, far from everything that stands there. */
export const LOOKS_COL = 200;

interface BookModel {
  sheets: readonly SheetModel[];
  /** Their looks stand in LOOKS_COL in this order. */
  numbers: LookNumbers;
}

/**
 * The pass after exceljs: writes the rows, names ranges and links inside the file, puts the children of each worksheet into the order
 * Excel insists on, keeps Excel from marking account codes as "number stored as text", and zips sorted
 * and with a fixed date, so that equal workbooks are equal bytes.
 */
export function finishWorkbook(zipped: Uint8Array, { sheets, numbers }: BookModel): Uint8Array {
  const entries = Object.entries(unzipSync(zipped));
  const parts: Parts = new Map(entries.filter(([name]) => !name.endsWith('/')));
  const pictures = sheets.flatMap(({ picture }) => picture ?? []);
  for (const [index, { says }] of pictures.entries())
    change(parts, `xl/drawings/drawing${index + 1}.xml`, (xml) => describePicture(xml, says));
  change(parts, BOOK, (xml) => nameRanges(xml, sheets));
  const pens = { styleOf: styleNumbers(read(parts, sheetPart(1)), numbers), strings: new SharedStrings() };
  for (const [index, sheet] of sheets.entries())
    finishSheet(parts, { name: sheetPart(index + 1), sheet }, pens);
  parts.set('xl/sharedStrings.xml', strToU8(pens.strings.toXml()));
  const names = [...parts.keys()].filter((name) => name !== FIRST_PART).sort();
  return zipFiles(
    [FIRST_PART, ...names].flatMap((name) => {
      const content = parts.get(name);
      return content ? [[name, content] as const] : [];
    }),
  );
}

function sheetPart(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

/** The style number of each look, from the cells that bear them. */
function styleNumbers(xml: string, numbers: LookNumbers): (look: Look) => number {
  const cells = xml.matchAll(new RegExp(`<c r="${columnName(LOOKS_COL)}(\\d+)" s="(\\d+)"`, 'g'));
  const styles = new Map(Array.from(cells, ([, row, style]) => [Number(row) - 1, Number(style)]));
  return (look) => styles.get(numbers.of(look)) ?? 0;
}

/** The library says how a picture moves where the standard, ECMA-376 20.5.2.24, has no word for it, and has none for the blind. */
function describePicture(xml: string, says: string): string {
  return xml
    .replace(/(<xdr:oneCellAnchor) editAs="[^"]*"/g, '$1')
    .replace(/<xdr:cNvPr /g, () => `<xdr:cNvPr descr="${xmlText(says)}" `);
}

function finishSheet(parts: Parts, { name, sheet }: { name: string; sheet: SheetModel }, pens: Pens): void {
  const xml = read(parts, name).replace(
    /<sheetData>.*<\/sheetData>|<sheetData\/>/s,
    '<sheetData></sheetData>',
  );
  const range = rangeOf(sheet);
  const frame = orderWorksheet(
    linkWithin(allowTextNumbers(xml, range), sheet.cells).replace(
      /<dimension ref="[^"]*"\/>/,
      `<dimension ref="${range}"/>`,
    ),
  );
  const end = frame.indexOf('</sheetData>');
  const { records } = sheet;
  const rows: Uint8Array[] = [strToU8(writeRows(sheet, pens))];
  if (records) rows.push(...fillRecords(records, pens));
  parts.set(name, Buffer.concat([strToU8(frame.slice(0, end)), ...rows, strToU8(frame.slice(end))]));
  if (records)
    change(parts, 'xl/tables/table1.xml', (table) => table.replace(/ ref="[^"]*"/g, ` ref="${range}"`));
}

function rangeOf({ cells, records }: SheetModel): string {
  const last = { row: 1, col: 1 };
  for (const { row, col } of cells) {
    last.row = Math.max(last.row, row);
    last.col = Math.max(last.col, col);
  }
  return `A1:${addressOf({ ...last, row: last.row + (records?.count ?? 0) })}`;
}

function allowTextNumbers(xml: string, range: string): string {
  const ignored = `<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors>`;
  return xml.replace(/<\/worksheet>\s*$/, `${ignored}</worksheet>`);
}

function change(parts: Parts, name: string, how: (xml: string) => string): void {
  parts.set(name, strToU8(how(read(parts, name))));
}

function read(parts: Parts, name: string): string {
  const content = parts.get(name);
  if (!content) throw new Error(`The workbook has no part ${name}`);
  return strFromU8(content);
}
