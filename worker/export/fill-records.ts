import { cleanText } from './clean-text.ts';
import { addressOf, columnName } from './plan/address.ts';
import type { SheetRecords } from './plan/sheet-model.ts';
import { xmlText } from './xml-text.ts';

/**
 * Puts records below the heads of a sheet and stretches its table over them. Written straight as XML, because one object per cell
 * would cost ten times the time and memory; texts are inline strings, so that no formula can arise.
 */
export function fillRecords(
  parts: { sheet: string; table: string },
  records: SheetRecords,
): { sheet: string; table: string } {
  const range = `A1:${columnName(records.columns.length)}${records.rows.length + 1}`;
  const styles = columnStyles(parts.sheet);
  const rows = records.rows.map((record, index) => rowXml(record, { row: index + 2, styles }));
  return {
    sheet: parts.sheet
      .replace(/<dimension ref="[^"]*"\/>/, `<dimension ref="${range}"/>`)
      .replace('</sheetData>', () => `${rows.join('')}</sheetData>`),
    table: parts.table.replace(/ ref="[^"]*"/g, ` ref="${range}"`),
  };
}

/** The style number of each column; every column of records has a look, so that none is left out. */
function columnStyles(sheet: string): number[] {
  const columns = [...sheet.matchAll(/<col min="(\d+)" max="(\d+)"[^>]*? style="(\d+)"/g)];
  return columns.flatMap(([, min, max, style]) =>
    Array<number>(Number(max) - Number(min) + 1).fill(Number(style)),
  );
}

function rowXml(record: SheetRecords['rows'][number], at: { row: number; styles: number[] }): string {
  const cells = record.map((value, index) => {
    return value === null
      ? ''
      : cellXml(value, `r="${addressOf({ row: at.row, col: index + 1 })}" s="${at.styles[index] ?? 0}"`);
  });
  return `<row r="${at.row}">${cells.join('')}</row>`;
}

function cellXml(value: string | number, attributes: string): string {
  if (typeof value === 'number') return `<c ${attributes}><v>${value}</v></c>`;
  const text = cleanText(value.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'));
  const space = /^\s|\s$/.test(text) ? ' xml:space="preserve"' : '';
  return `<c ${attributes} t="inlineStr"><is><t${space}>${xmlText(text)}</t></is></c>`;
}
