import { columnName } from './plan/address.ts';
import type { SheetRecords } from './plan/sheet-model.ts';
import { textXml } from './text-xml.ts';
import type { Pens } from './write-rows.ts';

/** Rows made before they are turned into bytes: long strings cost memory twice. */
const ROWS_AT_ONCE = 64;

/** The rows of records from row 2 on, each cell in the style of its column, as the XML of their sheetData. */
export function fillRecords(records: SheetRecords, { styleOf, strings }: Pens): Uint8Array[] {
  const columns = records.columns.map(({ look, differing }, index) => ({
    name: columnName(index + 1),
    style: styleOf(look),
    differing,
  }));
  const chunks: Uint8Array[] = [];
  let [xml, row] = ['', 1];
  for (const record of records.rows()) {
    row += 1;
    xml += `<row r="${row}">`;
    for (const [index, value] of record.entries()) {
      const column = columns[index];
      if (value === null || value === '' || !column) continue;
      const at = `<c r="${column.name}${row}" s="${column.style}"`;
      if (typeof value === 'number') xml += `${at}><v>${value}</v></c>`;
      else if (column.differing) xml += `${at} t="inlineStr"><is>${textXml(value)}</is></c>`;
      else xml += `${at} t="s"><v>${strings.number(value)}</v></c>`;
    }
    xml += '</row>';
    if (row % ROWS_AT_ONCE === 0) {
      chunks.push(Buffer.from(xml));
      xml = '';
    }
  }
  return [...chunks, Buffer.from(xml)];
}
