import type { Cell, Schedule } from '#shared/schedules/schedule.ts';
import { Exact } from '../exact.ts';
import type { ExportDocument } from '../export-document.ts';
import { addressOf } from './address.ts';
import { type Layout, layOut, placeOf, rowLabel } from './layout.ts';
import { INK, LOOKS } from './looks.ts';
import { TEXT_FORMAT } from './number-format.ts';
import { rowHeights } from './row-heights.ts';
import type { Look, SheetCell, SheetModel, SheetRecords } from './sheet-model.ts';

const TEXT: Look = { size: 10, color: INK, align: 'left', format: TEXT_FORMAT };
const COUNT: Look = { size: 10, color: INK, align: 'center' };
const COLUMNS: { head: string; width: number; look: Look }[] = [
  { head: 'Schedule', width: 30, look: TEXT },
  { head: 'Cell', width: 8, look: TEXT },
  { head: 'Row', width: 8, look: COUNT },
  { head: 'Column', width: 10, look: COUNT },
  { head: 'Label', width: 36, look: TEXT },
  { head: 'Heading', width: 24, look: TEXT },
  { head: 'As read', width: 22, look: TEXT },
  { head: 'Value', width: 20, look: { size: 10, color: INK, align: 'right' } },
  { head: 'Confidence', width: 14, look: { ...COUNT, format: '0%' } },
  { head: 'Page', width: 8, look: COUNT },
  { head: 'Box', width: 30, look: TEXT },
];

/** A sheet takes 1,048,576 rows, but the text of a part must stay below the longest string V8 makes (about 536 million). */
const MOST_RECORDS = 500_000;

/** The last sheet: one row for each cell that is not blank, for Power Query and for audit. */
export function planCellsSheet(
  document: ExportDocument,
  sheet: { name: string; names: string[] },
): SheetModel {
  const rows = document.schedules.flatMap(({ schedule }, index) =>
    recordsOf(schedule, sheet.names[index] ?? ''),
  );
  const records: SheetRecords = { table: 'Cells', columns: COLUMNS, rows: rows.slice(0, MOST_RECORDS) };
  const heads = COLUMNS.map(({ head, look }, index): SheetCell => {
    const align = look.align ?? 'left';
    return {
      row: 1,
      col: index + 1,
      content: { type: 'text', text: head },
      look: { ...LOOKS.head, wrap: false, align },
    };
  });
  const widths = COLUMNS.map(({ width }) => width);
  return {
    name: sheet.name,
    tabColor: null,
    widths,
    heights: rowHeights({ cells: heads, widths, merges: [] }),
    cells: heads,
    merges: [],
    frozen: { rows: 1, cols: 0 },
    repeatedRows: { first: 1, last: 1 },
    footer: { left: document.filename, middle: sheet.name },
    alarms: [],
    records: rows.length > 0 ? records : null,
  };
}

function recordsOf(schedule: Schedule, name: string): SheetRecords['rows'] {
  const layout = layOut(schedule);
  return schedule.rows.flatMap((row, index) =>
    row.cells.flatMap((cell, col) =>
      cell.raw === '' ? [] : [recordOf(layout, cell, { row: index, col, name })],
    ),
  );
}

function recordOf(
  layout: Layout,
  cell: Cell,
  at: { row: number; col: number; name: string },
): (string | number | null)[] {
  const heading = layout.schedule.columns[at.col]?.heading ?? '';
  const address = addressOf(placeOf(layout, at));
  const place = [at.name, address, at.row + 1, at.col + 1, rowLabel(layout, at.row), heading];
  return [...place, cell.raw, recordValue(cell), numberOrNull(cell.confidence), cell.page, boxText(cell.box)];
}

/** Figures as numbers, percentages as fractions, dates as ISO texts, so that no cell format is needed to understand them. */
function recordValue({ value }: Cell): string | number | null {
  if (value.type === 'text') return value.text;
  if (value.type === 'date') return value.iso;
  return Exact.of(value)?.toNumber() ?? null;
}

function numberOrNull(number: number): number | null {
  return Number.isFinite(number) ? Math.round(number * 1000) / 1000 : null;
}

/** Left, top, right, bottom in points from the top left corner of the page. */
function boxText(box: Cell['box']): string | null {
  return box && box.map((edge) => edge.toFixed(1)).join(', ');
}
