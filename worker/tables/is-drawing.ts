import type { Row } from '#shared/schedules/schedule.ts';
import { isAxis } from './is-axis.ts';
import { isIllegible } from './is-illegible.ts';

/** Whether rows in which no sum holds are a drawing: the axis of a chart, or lines that were read as letters. */
export function isDrawing(rows: readonly Row[]): boolean {
  return isAxis(rows) || isIllegible(rows);
}
