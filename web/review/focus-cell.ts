import type { CellAddress } from '#shared/schedules/schedule.ts';

/** Focuses a cell of the grid and brings it into view; where heads cover a cell, the one that covers it. */
export function focusCell(grid: HTMLElement, { row, col }: CellAddress): void {
  const line = grid.querySelector<HTMLElement>(`[data-row="${row}"]`);
  const cells = [...(line?.querySelectorAll<HTMLElement>('[data-col]') ?? [])];
  const cell = cells.findLast(({ dataset }) => Number(dataset['col']) <= col);
  if (!cell) return;
  // Rows out of view have no size yet: scrolling to the row first lays it out.
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
