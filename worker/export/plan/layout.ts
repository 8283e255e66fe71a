import type { Cell, CellAddress, ColumnRole, Schedule } from '#shared/schedules/schedule.ts';
import type { Place } from './sheet-model.ts';

/** Where the rows and columns of a schedule stand on its sheet: title, caption and source in rows 1-3, heads from row 5. */
export interface Layout {
  schedule: Schedule;
  /** Columns of the table, also where a row has more cells than there are columns. */
  width: number;
  /** Leading rows of the schedule that are heads; with none of them the headings of the columns make one head row. */
  headRows: number;
  firstHead: number;
  firstBody: number;
  /** The first row below the table. */
  afterBody: number;
  /** Column of the schedule whose cells name the rows, from 0; null where all columns are figures. */
  labelCol: number | null;
}

const FIRST_HEAD = 5;

export function layOut(schedule: Schedule): Layout {
  const { rows, columns } = schedule;
  const firstOther = rows.findIndex((row) => row.role !== 'head');
  const headRows = firstOther < 0 ? rows.length : firstOther;
  const firstBody = FIRST_HEAD + Math.max(headRows, 1);
  return {
    schedule,
    width: rows.reduce((widest, row) => Math.max(widest, row.cells.length), columns.length),
    headRows,
    firstHead: FIRST_HEAD,
    firstBody,
    afterBody: firstBody + rows.length - headRows,
    labelCol: namingColumn(schedule),
  };
}

/** The first column of labels, unless it holds codes and a column of words stands beside it. */
function namingColumn({ rows, columns }: Schedule): number | null {
  const texts = [...columns.keys()].filter((col) => NAMING.has(columns[col]?.role ?? 'amount'));
  const label = texts.find((col) => columns[col]?.role === 'label') ?? texts[0];
  if (label === undefined) return null;
  const filled = (col: number) =>
    rows.flatMap(({ role, cells }) => (role === 'line' ? [cells[col]?.raw ?? ''] : []));
  const mostly = (col: number, form: RegExp) =>
    filled(col).filter((raw) => form.test(raw)).length * 2 > rows.length;
  if (!mostly(label, CODE)) return label;
  return texts.find((col) => mostly(col, WORD)) ?? label;
}

const NAMING: ReadonlySet<ColumnRole> = new Set(['label', 'text']);

/** An account or customer number, in one piece and with a digit. */
const CODE = /^(?=\S*\d)\S{1,14}$/;

const WORD = /\p{L}{3}/u;

/** Place on the sheet of a cell of the schedule. */
export function placeOf(layout: Layout, address: CellAddress): Place {
  return { row: sheetRow(layout, address.row), col: address.col + 1 };
}

/** Row on the sheet of a row of the schedule. */
export function sheetRow(layout: Layout, row: number): number {
  return row < layout.headRows ? layout.firstHead + row : layout.firstBody + row - layout.headRows;
}

/** The cell of the schedule at a place on the sheet. */
export function cellAtPlace(layout: Layout, place: Place): Cell | undefined {
  const row =
    place.row >= layout.firstBody
      ? place.row - layout.firstBody + layout.headRows
      : place.row - layout.firstHead;
  return layout.schedule.rows[row]?.cells[place.col - 1];
}

export function cellAt(layout: Layout, address: CellAddress): Cell | undefined {
  return layout.schedule.rows[address.row]?.cells[address.col];
}

/** What a row is called: the text of its label cell, or of its first cell. */
export function rowLabel(layout: Layout, row: number): string {
  return layout.schedule.rows[row]?.cells[layout.labelCol ?? 0]?.raw ?? '';
}
