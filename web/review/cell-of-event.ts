import type { CellAddress } from '#shared/schedules/schedule.ts';

/** The cell of the grid in which something happened; null outside of any. */
export function cellOfEvent({ target }: Event): CellAddress | null {
  if (!(target instanceof Element)) return null;
  const cell = target.closest<HTMLElement>('[data-col]');
  const row = cell?.closest<HTMLElement>('[data-row]');
  return cell && row ? { row: Number(row.dataset['row']), col: Number(cell.dataset['col']) } : null;
}
