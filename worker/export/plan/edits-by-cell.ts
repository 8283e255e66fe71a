import type { CellEdit } from '#shared/review/cell-edits.ts';
import type { CellAddress } from '#shared/schedules/schedule.ts';
import { cleanText } from '../clean-text.ts';
import type { ExportedSchedule } from '../export-document.ts';

/** What was changed since the page was read, by cell. */
export interface Edits {
  count: number;
  at(address: CellAddress): CellEdit | null;
}

/** The last edit of a cell is the one that counts; what was read is what the first one found. */
export function editsByCell({ edits = [] }: Pick<ExportedSchedule, 'edits'>): Edits {
  const byCell = new Map<string, CellEdit>();
  for (const edit of edits) {
    const at = `${edit.row},${edit.col}`;
    byCell.set(at, { ...edit, read: byCell.get(at)?.read ?? edit.read });
  }
  return { count: byCell.size, at: ({ row, col }) => byCell.get(`${row},${col}`) ?? null };
}

/** "Read 57,830, proved 57,880; accepted by anna" as the text of a note. */
export function editNote({ read, by, proved }: CellEdit, raw: string): string {
  const [was, is, who] = [read, raw, by].map((text) => cleanText(text, LONGEST_PART));
  const how = proved ? `proved ${is || 'blank'}; accepted` : `changed to ${is || 'blank'}`;
  return `Read ${was || 'nothing'}, ${how} by ${who || 'an unknown person'}`;
}

const LONGEST_PART = 120;
