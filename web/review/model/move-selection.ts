import type { CellAddress } from '#shared/schedules/schedule.ts';
import type { Command } from './key-command.ts';

/** How many rows and columns can be reached, those of the proofs among them. */
export interface GridSize {
  rows: number;
  cols: number;
}

/** Where the selection goes; it stops at the edges. */
export function moveSelection(
  at: CellAddress,
  { rows, cols }: GridSize,
  command: Extract<Command, { type: 'move' | 'move-to' }>,
): CellAddress {
  const [lastRow, lastCol] = [Math.max(rows - 1, 0), Math.max(cols - 1, 0)];
  if (command.type === 'move')
    return { row: within(at.row + command.rows, lastRow), col: within(at.col + command.cols, lastCol) };
  return {
    'row-start': { row: at.row, col: 0 },
    'row-end': { row: at.row, col: lastCol },
    first: { row: 0, col: 0 },
    last: { row: lastRow, col: lastCol },
  }[command.edge];
}

function within(index: number, last: number): number {
  return Math.min(Math.max(index, 0), last);
}
