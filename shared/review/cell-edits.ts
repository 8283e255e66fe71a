import type { CellAddress } from '../schedules/schedule.ts';
import { carryAddress } from './carry-address.ts';
import type { Edit } from './edit.ts';

/** A text that a person put into a cell, where the cell stands now. */
export interface CellEdit extends CellAddress {
  /** The text of the cell before. */
  read: string;
  /** Who did it, as the audit trail names them; empty once that user is erased. */
  by: string;
  /** A proposal of the proofs was accepted, against a text of a person's own. */
  proved: boolean;
}

/**
 * The cells whose text was changed by edits in order, each edit once. Their addresses are carried through the edits after; what was
 * deleted is left out.
 */
export function cellEdits(
  made: readonly { edit: Edit; read: string | null; by: string | null }[],
): CellEdit[] {
  let standing: CellEdit[] = [];
  for (const { edit, read, by } of made) {
    standing = standing.flatMap((one) => {
      const at = carryAddress(edit, one);
      return at ? [{ ...one, ...at }] : [];
    });
    if (edit.type !== 'set-cell' && edit.type !== 'accept-repair') continue;
    const { row, col, type } = edit;
    standing.push({ row, col, read: read ?? '', by: by ?? '', proved: type === 'accept-repair' });
  }
  return standing;
}
