import type { Cell, Schedule, SchedulePart } from '#shared/schedules/schedule.ts';
import { tiltBoxBack } from '../ocr/tilt-box.ts';
import type { Box, PageModel } from '../page/page-model.ts';
import { turnBoxBack } from '../page/turn-box.ts';

/**
 * The schedule with every box on the page as displayed. Tables are read on pages stood upright and straightened;
 * whoever follows a figure to its place looks at the page as it is.
 */
export function placeOnPages(schedule: Schedule, models: ReadonlyMap<number, PageModel>): Schedule {
  const place = (box: Box, page: number): Box => {
    const model = models.get(page);
    return model === undefined ? box : turnBoxBack(tiltBoxBack(box, model), model);
  };
  const placeCell = (cell: Cell): Cell => ({
    ...cell,
    box: cell.box === null ? null : place(cell.box, cell.page),
  });
  const placePart = (part: SchedulePart): SchedulePart => ({ ...part, box: place(part.box, part.page) });
  return {
    ...schedule,
    parts: schedule.parts.map(placePart),
    rows: schedule.rows.map((row) => ({ ...row, cells: row.cells.map(placeCell) })),
  };
}
