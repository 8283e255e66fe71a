import { strFromU8, strToU8, unzipSync } from 'fflate';
import { fillRecords } from './fill-records.ts';
import { orderWorksheet } from './order-worksheet.ts';
import type { SheetRecords } from './plan/sheet-model.ts';
import { zipFiles } from './zip-files.ts';

/** The one table of a workbook, the number of its sheet from 1, and the rows to put into it. */
interface TableFilling {
  sheet: number;
  records: SheetRecords;
}

const FIRST_PART = '[Content_Types].xml';

/**
 * The pass after exceljs: fills the table, puts the children of each worksheet into the order Excel insists on, makes links inside
 * the file links inside the file, keeps Excel from marking account codes as "number stored as text", and zips sorted and with a
 * fixed date, so that equal workbooks are equal bytes.
 */
export function finishWorkbook(zipped: Uint8Array, filling: TableFilling | null): Uint8Array {
  const entries = Object.entries(unzipSync(zipped));
  const parts = new Map(entries.filter(([name]) => !name.endsWith('/')));
  if (filling) fillTable(parts, filling);
  for (const name of [...parts.keys()].filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name)))
    finishSheet(parts, name);
  const names = [...parts.keys()].filter((name) => name !== FIRST_PART).sort();
  return zipFiles(
    [FIRST_PART, ...names].flatMap((name) => {
      const content = parts.get(name);
      return content ? [[name, content] as const] : [];
    }),
  );
}

function fillTable(parts: Map<string, Uint8Array>, { sheet, records }: TableFilling): void {
  const names = { sheet: `xl/worksheets/sheet${sheet}.xml`, table: 'xl/tables/table1.xml' };
  const filled = fillRecords({ sheet: read(parts, names.sheet), table: read(parts, names.table) }, records);
  parts.set(names.sheet, strToU8(filled.sheet));
  parts.set(names.table, strToU8(filled.table));
}

function finishSheet(parts: Map<string, Uint8Array>, name: string): void {
  const xml = read(parts, name);
  const local = [...xml.matchAll(LOCAL_LINK)].map((match) => match[1] ?? '');
  parts.set(name, strToU8(orderWorksheet(allowTextNumbers(xml.replace(LOCAL_LINK, keepLocation)))));
  if (local.length > 0) dropRelationships(parts, relsName(name), new Set(local));
}

/** exceljs gives a link inside the file also a relationship to a file of that name, which Excel would then try to open. */
const LOCAL_LINK = /<hyperlink(?=[^>]* location=)[^>]* r:id="([^"]*)"[^>]*>/g;

function keepLocation(link: string): string {
  return link.replace(/ r:id="[^"]*"/, '');
}

function dropRelationships(parts: Map<string, Uint8Array>, name: string, ids: Set<string>): void {
  const kept = read(parts, name).replace(/<Relationship [^>]*>/g, (relationship) => {
    const id = / Id="([^"]*)"/.exec(relationship)?.[1] ?? '';
    return ids.has(id) ? '' : relationship;
  });
  if (kept.includes('<Relationship ')) parts.set(name, strToU8(kept));
  else parts.delete(name);
}

function allowTextNumbers(xml: string): string {
  const range = /<dimension ref="([^"]*)"/.exec(xml)?.[1] ?? 'A1';
  const ignored = `<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors>`;
  return xml.replace(/<\/worksheet>\s*$/, `${ignored}</worksheet>`);
}

function relsName(sheet: string): string {
  return sheet.replace('worksheets/', 'worksheets/_rels/') + '.rels';
}

function read(parts: Map<string, Uint8Array>, name: string): string {
  const content = parts.get(name);
  if (!content) throw new Error(`The workbook has no part ${name}`);
  return strFromU8(content);
}
