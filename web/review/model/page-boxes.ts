import type { CellAddress, Schedule } from '#shared/schedules/schedule.ts';

export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

export interface PageSize {
  widthPoints: number;
  heightPoints: number;
}

/** A box of a page as the four lengths of CSS that put it over the picture of that page, in percent. */
export function percentBox(
  [x0, y0, x1, y1]: Box,
  page: PageSize,
): Record<'left' | 'top' | 'width' | 'height', string> {
  const share = (points: number, whole: number) => `${Math.round((points / whole) * 1e5) / 1e3}%`;
  return {
    left: share(x0, page.widthPoints),
    top: share(y0, page.heightPoints),
    width: share(x1 - x0, page.widthPoints),
    height: share(y1 - y0, page.heightPoints),
  };
}

/** The cell whose box holds a point of a page, else the nearest within a few points; null far from any. Points of display space. */
export function cellAtPoint(
  { rows }: Pick<Schedule, 'rows'>,
  at: { page: number; x: number; y: number },
): CellAddress | null {
  let [nearest, least]: [CellAddress | null, number] = [null, MOST_POINTS_OFF];
  for (const [row, { cells }] of rows.entries())
    for (const [col, { page, box }] of cells.entries()) {
      const off = page === at.page && box ? distance(box, at) : Infinity;
      if (off < least) [nearest, least] = [{ row, col }, off];
    }
  return nearest;
}

const MOST_POINTS_OFF = 12;

function distance([x0, y0, x1, y1]: Box, { x, y }: { x: number; y: number }): number {
  return Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1));
}

/** The page a cell stands on; where nothing is printed, that of the part its row belongs to. */
export function pageOf(schedule: Pick<Schedule, 'rows' | 'parts' | 'pages'>, at: CellAddress): number {
  const cell = schedule.rows[at.row]?.cells[at.col];
  if (cell?.box) return cell.page;
  const neighbour = schedule.rows[at.row]?.cells.find(({ box }) => box !== null);
  const part = schedule.parts.findLast(({ firstRow }) => firstRow <= at.row) ?? schedule.parts[0];
  return neighbour?.page ?? part?.page ?? schedule.pages[0] ?? 1;
}

/** The box to show for a cell: its own, or that of its row where nothing is printed in it. */
export function boxOf({ rows }: Pick<Schedule, 'rows'>, at: CellAddress): Box | null {
  const cells = rows[at.row]?.cells ?? [];
  const own = cells[at.col]?.box;
  if (own) return own;
  const boxes = cells.flatMap(({ box }) => (box ? [box] : []));
  if (boxes.length === 0) return null;
  const edge = (index: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) =>
    pick(...boxes.map((box) => box[index]));
  return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}
