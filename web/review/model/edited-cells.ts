import { carryAddress } from '#shared/review/carry-address.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { CellAddress } from '#shared/schedules/schedule.ts';

/** Cells that a person changed, where they stand after all edits: rows and columns move with later ones. */
export function editedCells(edits: readonly Edit[]): CellAddress[] {
  const cells = new Map<string, CellAddress>();
  for (const edit of edits) {
    const moved = [...cells.values()].flatMap((at) => carryAddress(edit, at) ?? []);
    if (edit.type === 'set-cell' || edit.type === 'accept-repair')
      moved.push({ row: edit.row, col: edit.col });
    cells.clear();
    for (const at of moved) cells.set(`${at.row},${at.col}`, at);
  }
  return [...cells.values()];
}
