import type { Edit } from '#shared/review/edit.ts';
import type { CellAddress, Schedule } from '#shared/schedules/schedule.ts';
import { editedCells } from './edited-cells.ts';

export type Tint = 'weak' | 'broken' | 'edited';

/** How each cell is lit, by row: one letter a column, "-" for plainly. A text a row, so that rows can be compared at once. */
export function cellTints(
  { columns, doubts, proof }: Schedule,
  edits: readonly Edit[],
): ReadonlyMap<number, string> {
  const rows = new Map<number, string[]>();
  const light = (tint: Tint) => (at: CellAddress) => {
    const row = rows.get(at.row) ?? columns.map(() => '-');
    rows.set(at.row, row);
    row[at.col] = tint.charAt(0);
  };
  // What comes later wins: what is wrong now matters more than that somebody was here.
  doubts.forEach(light('weak'));
  editedCells(edits).forEach(light('edited'));
  doubts.filter(({ reason }) => reason === 'breaks-sum').forEach(light('broken'));
  proof.repairs?.forEach(light('broken'));
  return new Map([...rows].map(([row, letters]) => [row, letters.join('')]));
}

export function tintAt(letters: string | undefined, col: number): Tint | null {
  return TINTS[letters?.charAt(col) ?? ''] ?? null;
}

const TINTS: Readonly<Record<string, Tint>> = { w: 'weak', b: 'broken', e: 'edited' };
