import type { CellAddress } from '../schedules/schedule.ts';
import type { Edit } from './edit.ts';

/** Where a cell stands after an edit that stood at `at` before it; null where the edit deletes it. */
export function carryAddress(edit: Edit, { row, col }: CellAddress): CellAddress | null {
  const { type } = edit;
  if (type === 'insert-row') return { row: row >= edit.row ? row + 1 : row, col };
  if (type === 'delete-row') return row === edit.row ? null : { row: row > edit.row ? row - 1 : row, col };
  if (type === 'merge-columns') return { row, col: col > edit.col ? col - 1 : col };
  if (type === 'split-column') return { row, col: col > edit.col ? col + 1 : col };
  return { row, col };
}
