import type { Cell, Schedule } from '#shared/schedules/schedule.ts';
import type { ExportedSchedule } from '../export-document.ts';
import { columnName } from './address.ts';
import { editsByCell } from './edits-by-cell.ts';
import { figureNumber } from './figure-number.ts';
import { type Layout, layOut, rowLabel, sheetRow } from './layout.ts';
import { INK, LOOKS } from './looks.ts';
import { filesText } from './files-text.ts';
import { TEXT_FORMAT } from './number-format.ts';
import type { PlacedSource } from './placed-source.ts';
import { rowHeights } from './row-heights.ts';
import type { Look, RecordColumn, SheetCell, SheetModel, SheetRecords } from './sheet-model.ts';

const TEXT: Look = { size: 10, color: INK, align: 'left', format: TEXT_FORMAT };
const COUNT: Look = { size: 10, color: INK, align: 'center' };
type Column = RecordColumn & { width: number };
/** First in a workbook of several files, and in no other. */
const FILE: Column = { head: 'File', width: 30, look: TEXT };
const COLUMNS: Column[] = [
  { head: 'Schedule', width: 30, look: TEXT },
  { head: 'Cell', width: 8, look: TEXT },
  { head: 'Row', width: 8, look: COUNT },
  { head: 'Column', width: 10, look: COUNT },
  { head: 'Label', width: 36, look: TEXT },
  { head: 'Heading', width: 24, look: TEXT },
  { head: 'As read', width: 22, look: TEXT, differing: true },
  { head: 'Value', width: 20, look: { size: 10, color: INK, align: 'right' } },
  { head: 'Confidence', width: 14, look: { ...COUNT, format: '0%' } },
  { head: 'Page', width: 8, look: COUNT },
  { head: 'Box', width: 30, look: TEXT, differing: true },
];

/** A sheet takes 1,048,576 rows, but the text of a part must stay below the longest string V8 makes (about 536 million). */
const MOST_RECORDS = 500_000;

/** One row for each cell that is not blank, for Power Query and for audit. */
export function planCellsSheet(sources: readonly PlacedSource[], name: string): SheetModel {
  const schedules = sources.flatMap(({ document }) => document.schedules);
  const all = schedules.reduce((sum, { schedule }) => sum + filledCells(schedule), 0);
  const count = Math.min(all, MOST_RECORDS);
  const columns = sources.length > 1 ? [FILE, ...COLUMNS] : COLUMNS;
  const rows = (): Iterable<SheetRecord> => recordsOf(sources, count);
  const records: SheetRecords = { table: 'Cells', columns, count, rows };
  const heads = columns.map(({ head, look }, index): SheetCell => {
    const align = look.align ?? 'left';
    return {
      row: 1,
      col: index + 1,
      content: { type: 'text', text: head },
      look: { ...LOOKS.head, wrap: false, align },
    };
  });
  const widths = columns.map(({ width }) => width);
  return {
    name,
    tabColor: null,
    widths,
    heights: rowHeights({ cells: heads, widths, merges: [] }),
    cells: heads,
    merges: [],
    frozen: { rows: 1, cols: 0 },
    repeatedRows: { first: 1, last: 1 },
    footer: { left: filesText(sources), middle: name },
    alarms: [],
    records: count > 0 ? records : null,
  };
}

type SheetRecord = (string | number | null)[];

function filledCells({ rows }: Schedule): number {
  return rows.reduce((sum, { cells }) => sum + cells.filter(({ raw }) => raw !== '').length, 0);
}

function* recordsOf(sources: readonly PlacedSource[], most: number): Generator<SheetRecord> {
  let left = most;
  for (const { exported, sheet } of sources.flatMap(placedSchedules)) {
    const layout = layOut(exported.schedule);
    const edits = editsByCell(exported);
    for (const [row, { cells }] of exported.schedule.rows.entries()) {
      for (const [col, cell] of cells.entries()) {
        if (cell.raw === '') continue;
        if (left-- === 0) return;
        const read = edits.at({ row, col })?.read ?? cell.raw;
        yield recordOf(layout, cell, { row, col, sheet, read });
      }
    }
  }
}

interface PlacedSchedule {
  exported: ExportedSchedule;
  /** The name of its sheet, behind that of its file where there are several. */
  sheet: string[];
}

function placedSchedules({ document, names, fileNo }: PlacedSource): PlacedSchedule[] {
  // With its number, because two files may have one name.
  const file = fileNo === null ? [] : [`${fileNo} ${document.filename}`];
  return document.schedules.map((exported, index) => ({ exported, sheet: [...file, names[index] ?? ''] }));
}

function recordOf(
  layout: Layout,
  cell: Cell,
  at: { row: number; col: number; sheet: readonly string[]; read: string },
): SheetRecord {
  const heading = layout.schedule.columns[at.col]?.heading ?? '';
  const address = columnName(at.col + 1) + sheetRow(layout, at.row);
  const place = [...at.sheet, address, at.row + 1, at.col + 1, rowLabel(layout, at.row), heading];
  return [...place, at.read, recordValue(cell), numberOrNull(cell.confidence), cell.page, boxText(cell.box)];
}

/** Figures as numbers, percentages as fractions, dates as ISO texts, so that no cell format is needed to understand them. */
function recordValue({ value }: Cell): string | number | null {
  if (value.type === 'text') return value.text;
  if (value.type === 'date') return value.iso;
  return figureNumber(value);
}

function numberOrNull(number: number): number | null {
  return Number.isFinite(number) ? Math.round(number * 1000) / 1000 : null;
}

/** Left, top, right, bottom in points from the top left corner of the page. */
function boxText(box: Cell['box']): string | null {
  return box && `${tenths(box[0])}, ${tenths(box[1])}, ${tenths(box[2])}, ${tenths(box[3])}`;
}

/** As toFixed(1), in a third of its time. */
function tenths(points: number): string {
  const rounded = Math.round(points * 10) / 10;
  return Number.isInteger(rounded) ? `${rounded}.0` : `${rounded}`;
}
