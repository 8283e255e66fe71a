import type { FigureStyle } from '../amounts/figure-style.ts';
import { type CellPlace, parseCell } from '../amounts/parse-cell.ts';
import type { CellAddress, Schedule } from '../schedules/schedule.ts';

/** Where a cell stands, for the typing of its text: a column of texts that holds what could be figures holds codes. */
export function placeOf(schedule: Schedule, at: CellAddress, style: FigureStyle): CellPlace {
  const role = schedule.columns[at.col]?.role;
  if (schedule.rows[at.row]?.role === 'head') return 'head';
  if (role === 'label') return 'label';
  return role === 'text' && holdsCodes(schedule, at.col, style) ? 'code' : 'figure';
}

function holdsCodes({ rows }: Schedule, col: number, style: FigureStyle): boolean {
  return rows.some(({ role, cells }) => {
    const { raw = '', value } = cells[col] ?? {};
    return role !== 'head' && value?.type === 'text' && parseCell(raw, style, 'figure').type !== 'text';
  });
}
