import type { CellAddress } from '../schedules/schedule.ts';
import type { Provable } from './figure-table.ts';

/** What a person calls a figure: the label of its row and the heading of its column, "Computers, Additions". */
export function nameFigure(schedule: Provable, at: CellAddress): string {
  const label = schedule.rows[at.row]?.cells.find(
    (cell) => /\p{L}/u.test(cell.raw) && cell.value.type === 'text',
  )?.raw;
  const heading = schedule.columns[at.col]?.heading;
  return [label ?? `Row ${at.row + 1}`, heading].filter(Boolean).join(', ');
}
