import { columnName } from './plan/address.ts';
import type { Content, Look, SheetCell, SheetModel } from './plan/sheet-model.ts';
import type { SharedStrings } from './shared-strings.ts';

/** What cells are written with. */
export interface Pens {
  /** The number of a look among the styles of the workbook. */
  styleOf: (look: Look) => number;
  strings: SharedStrings;
}

/**
 * The rows of a sheet as the XML of its sheetData (ECMA-376 Part 1, 18.3.1.80). Written straight, because an object for each cell
 * costs several times the time and memory.
 */
export function writeRows(
  { cells, heights }: Pick<SheetModel, 'cells' | 'heights'>,
  { styleOf, strings }: Pens,
): string {
  const rows = byRow(cells);
  for (const row of heights.keys()) if (!rows.has(row)) rows.set(row, []);
  return [...rows]
    .sort((one, other) => one[0] - other[0])
    .map(([row, inRow]) => {
      const height = heights.get(row);
      const tall = height === undefined ? '' : ` ht="${height}" customHeight="1"`;
      const written = inRow
        .sort((one, other) => one.col - other.col)
        .map((cell) => {
          return `<c r="${columnName(cell.col)}${row}" s="${styleOf(cell.look)}"${contentXml(cell.content, strings)}`;
        });
      return `<row r="${row}"${tall}>${written.join('')}</row>`;
    })
    .join('');
}

/** Where two cells claim one place, the later one stands. */
function byRow(cells: readonly SheetCell[]): Map<number, SheetCell[]> {
  const rows = new Map<number, Map<number, SheetCell>>();
  for (const cell of cells) {
    const row = rows.get(cell.row);
    if (row) row.set(cell.col, cell);
    else rows.set(cell.row, new Map([[cell.col, cell]]));
  }
  return new Map(Array.from(rows, ([row, inRow]) => [row, [...inRow.values()]]));
}

function contentXml(content: Content, strings: SharedStrings): string {
  if (content.type === 'number') return `><v>${content.number}</v></c>`;
  if (content.type === 'text' && content.text !== '')
    return ` t="s"><v>${strings.number(content.text)}</v></c>`;
  if (content.type === 'formula') return `><f>${content.formula}</f><v>${content.result}</v></c>`;
  if (content.type === 'date') return `><v>${dayNumber(content.iso)}</v></c>`;
  return '/>';
}

/** Days since the last day of 1899, as spreadsheets count from March 1900 on. */
function dayNumber(iso: string): number {
  return (Date.parse(`${iso}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
}
