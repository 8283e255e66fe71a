import { totalPromise } from './total-label.ts';
import type { Row, RowRole } from '../schedules/schedule.ts';

/** Role of a body row from its words and figures; head rows keep theirs. The last row of figures that promises a sum is the total. */
export function rowRole(row: Row, place: { isLast: boolean }): RowRole {
  if (row.role === 'head') return 'head';
  const filled = row.cells.filter((cell) => cell.raw !== '');
  if (!row.cells.some((cell) => cell.value.type === 'amount' || cell.value.type === 'percent'))
    return filled.length <= 1 ? 'section' : 'line';
  const [label] = row.cells;
  const text = row.cells.find((cell) => cell.value.type === 'text')?.raw ?? '';
  const unlabelled = label?.raw === '' && text === '' && filled.length > 0;
  if (totalPromise(text) === 'total' || unlabelled)
    return place.isLast || /^(?:grand )?totals?:?$/i.test(text) ? 'total' : 'subtotal';
  return 'line';
}
