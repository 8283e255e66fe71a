import type { Edit } from '#shared/review/edit.ts';
import type { Row, Schedule } from '#shared/schedules/schedule.ts';

/**
 * The same edit for another state of its schedule, in which rows or columns may have moved: a row is known again by its place
 * on the page. Null where the row, the column or the text the edit was made for is no longer there.
 */
export function rebaseEdit(edit: Edit, from: Schedule, to: Schedule): Edit | null {
  if (edit.type === 'rename' || edit.type === 'change-kind') return edit;
  if (!('row' in edit)) return sameColumns(from, to) ? edit : null;
  if (edit.type === 'insert-row' && edit.row === from.rows.length) return { ...edit, row: to.rows.length };
  const row = findRow(from, edit.row, to);
  if (row === null) return null;
  if (!('col' in edit)) return { ...edit, row };
  const [was, is] = [from.rows[edit.row]?.cells[edit.col], to.rows[row]?.cells[edit.col]];
  // A person decided on this text: on another one somebody else has decided meanwhile.
  return sameColumns(from, to) && was && is && was.raw === is.raw ? { ...edit, row } : null;
}

function sameColumns(from: Schedule, to: Schedule): boolean {
  return from.columns.length === to.columns.length;
}

/** By the boxes of the page; a row that a person inserted has none, and is the one at its place if that has none either. */
function findRow(from: Schedule, index: number, to: Schedule): number | null {
  const row = from.rows[index];
  if (!row) return null;
  const place = placeOf(row);
  if (place === null) return to.rows[index] && placeOf(to.rows[index]) === null ? index : null;
  const found = to.rows.findIndex((other) => placeOf(other) === place);
  return found < 0 ? null : found;
}

function placeOf({ cells }: Row): string | null {
  const cell = cells.find(({ box }) => box !== null);
  return cell?.box ? `${cell.page} ${cell.box[0]} ${cell.box[1]}` : null;
}
