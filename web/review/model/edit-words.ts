import { nameFigure } from '#shared/proofs/name-figure.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';

/** An edit for a person: "Computers, Additions: 57,830 → 57,880". `before` is the schedule it was made on. */
export function editWords(edit: Edit, before: Schedule): string {
  switch (edit.type) {
    case 'set-cell':
    case 'accept-repair': {
      const was = before.rows[edit.row]?.cells[edit.col]?.raw ?? '';
      const is = edit.type === 'set-cell' ? edit.text : edit.reading;
      return `${nameFigure(before, edit)}: ${was || 'blank'} → ${is || 'blank'}`;
    }
    case 'keep-cell':
      return `${nameFigure(before, edit)}: kept`;
    case 'merge-columns':
      return `Columns ${edit.col + 1} and ${edit.col + 2} merged`;
    case 'split-column':
      return `Column ${edit.col + 1} split`;
    case 'insert-row':
      return `Row inserted above row ${edit.row + 1}`;
    case 'delete-row':
      return `Row ${edit.row + 1} deleted`;
    case 'rename':
      return `Renamed to ${edit.name}`;
    case 'change-kind':
      return `Kind changed to ${edit.kind}`;
  }
}
