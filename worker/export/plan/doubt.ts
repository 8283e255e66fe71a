import type { Cell, Schedule } from '#shared/schedules/schedule.ts';
import { cleanText } from '../clean-text.ts';

/** Why a person should compare this cell with the page, as the text of a note; null where nobody needs to. */
export function doubtOf(cell: Cell, weakBelow: number): string | null {
  if (cell.raw === '') return null;
  const read = `Read ${cleanText(cell.raw, 200)}`;
  const doubts: string[] = [];
  if (cell.confidence < weakBelow)
    doubts.push(`${read} with ${Math.round(cell.confidence * 100)} % confidence, page ${cell.page}`);
  if (cell.value.type === 'date' && cell.value.ambiguous) {
    doubts.push(`${read} as ${cell.value.iso}; day and month could be swapped, page ${cell.page}`);
  }
  return doubts.length > 0 ? doubts.join('\n') : null;
}

/** How many cells a person should compare with the page. */
export function countDoubts(schedule: Schedule, weakBelow: number): number {
  const cells = schedule.rows.flatMap((row) => row.cells);
  return cells.filter((cell) => doubtOf(cell, weakBelow) !== null).length;
}
