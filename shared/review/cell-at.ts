import type { Cell, CellAddress, Schedule } from '../schedules/schedule.ts';
import { EditRefused } from './edit-refused.ts';

/** The cell that an edit names. Throws EditRefused where the schedule has none there. */
export function cellAt({ rows, columns }: Schedule, { row, col }: CellAddress): Cell {
  const cell = rows[row]?.cells[col];
  if (cell) return cell;
  throw new EditRefused(
    `There is no cell at row ${row}, column ${col}: the schedule has ${rows.length} rows and ${columns.length} columns, counted from 0. Load it again.`,
  );
}
