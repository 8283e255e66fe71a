import type { Schedule, SchedulePart } from '#shared/schedules/schedule.ts';

/** Indices of the rows of a schedule as its page shows them: the head rows where they are repeated, then its own. */
export function partRows(schedule: Pick<Schedule, 'rows'>, part: SchedulePart): number[] {
  const heads = schedule.rows.flatMap((row, index) => (row.role === 'head' ? [index] : []));
  const own = Array.from({ length: part.rowCount }, (_, index) => part.firstRow + index);
  return [...(part.headRepeated ? heads : []), ...own];
}
