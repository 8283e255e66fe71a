import type { CellAddress } from '#shared/schedules/schedule.ts';

/** Focuses a cell of the grid and brings it into view; where heads cover a cell, the one that covers it. */
export function focusCell(grid: HTMLElement, { row, col }: CellAddress): void {
  const line = grid.querySelector<HTMLElement>(`[data-row="${row}"]`);
  const cells = [...(line?.querySelectorAll<HTMLElement>('[data-col]') ?? [])];
  const cell = cells.findLast(({ dataset }) => Number(dataset['col']) <= col);
  if (!cell) return;
  if (document.activeElement !== cell) cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
