import type { CellAddress, Schedule } from '../schedules/schedule.ts';
import { cellAt } from './cell-at.ts';

/** The cell stands as it is: proofs propose nothing for it and nothing doubts it any more. */
export function keepCell(schedule: Schedule, at: CellAddress): Schedule {
  const cell = cellAt(schedule, at);
  const rows = schedule.rows.map((row, index) =>
    index === at.row ? { ...row, cells: row.cells.with(at.col, { ...cell, kept: true }) } : row,
  );
  return { ...schedule, rows };
}
