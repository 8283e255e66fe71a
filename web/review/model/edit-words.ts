import { nameFigure } from '#shared/proofs/name-figure.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';

/** An edit for a person: "Computers, Additions: 57,830 → 57,880". `before` is the schedule it was made on. */
export function editWords(edit: Edit, before: Schedule): string {
  if (edit.type === 'rename') return `Renamed to ${edit.name}`;
  if (edit.type === 'change-kind') return `Kind changed to ${edit.kind}`;
  if (edit.type === 'merge-columns') return `Columns ${edit.col + 1} and ${edit.col + 2} merged`;
  if (edit.type === 'split-column') return `Column ${edit.col + 1} split`;
  if (edit.type === 'insert-row') return `Row inserted above row ${edit.row + 1}`;
  if (edit.type === 'delete-row') return `Row ${edit.row + 1} deleted`;
  const name = nameFigure(before, edit);
  if (edit.type === 'keep-cell') return `${name}: kept`;
  const was = before.rows[edit.row]?.cells[edit.col]?.raw ?? '';
  const is = edit.type === 'set-cell' ? edit.text : edit.reading;
  return `${name}: ${was || 'blank'} → ${is || 'blank'}`;
}
