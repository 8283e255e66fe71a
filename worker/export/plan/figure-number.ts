import type { CellValue } from '#shared/schedules/schedule.ts';
import { Exact } from '../exact.ts';

/**
 * The nearest double to the figure of a cell, which is what a spreadsheet holds; a percentage as a fraction. Null for all but
 * figures. By way of a decimal text, whose reading is exact; without a big integer, because every cell asks.
 */
export function figureNumber(value: CellValue): number | null {
  if (value.type !== 'amount' && value.type !== 'percent') return null;
  const scale = value.type === 'percent' ? value.scale + 2 : value.scale;
  if (!Exact.isUsable(value.minor, scale)) return null;
  return scale === 0 ? value.minor + 0 : Number(`${value.minor}e-${scale}`);
}
