import type { CellAddress, Doubt, DoubtReason, Schedule } from '../schedules/schedule.ts';
import { carryAddress } from './carry-address.ts';
import type { Edit } from './edit.ts';
import { sumTroubles, type SumTroubles } from './sum-troubles.ts';
import { tellTrouble } from './tell-trouble.ts';

/**
 * The doubts after an edit. Those of the cell that a person has settled are gone, those of broken sums follow the new proof, and
 * what the edit broke comes first. Others stay, and move with their cells; of a text that was cut or joined the shape is no doubt.
 */
export function carryDoubts(before: Schedule, after: Schedule, edit: Edit): Doubt[] {
  const [was, is] = [sumTroubles(before.proof), sumTroubles(after.proof)];
  const settled = 'col' in edit && 'row' in edit ? keyOf(edit) : null;
  const carried = before.doubts.flatMap((doubt): Doubt[] => {
    const at = carryAddress(edit, doubt);
    if (!at || keyOf(at) === settled) return [];
    const moved = { ...doubt, ...at };
    if (doubt.reason === 'breaks-sum')
      return stillBreaks(after, moved, { was: was.at(doubt), is: is.at(at) });
    const same = textAt(before, doubt) === textAt(after, at);
    return same || !SHAPES.has(doubt.reason) ? [moved] : [];
  });
  const known = new Set<string>();
  return [...broken(after, { was, is, edit }), ...carried].filter((doubt) => {
    const key = keyOf(doubt);
    return !known.has(key) && known.add(key);
  });
}

const SHAPES: ReadonlySet<DoubtReason> = new Set([
  'odd-decimals',
  'odd-form',
  'torn',
  'stray',
  'no-figure',
  'several-figures',
  'cut-range',
]);

function stillBreaks(
  schedule: Schedule,
  doubt: Doubt,
  { was, is }: { was: string | null; is: string | null },
): Doubt[] {
  if (is === null) return [];
  return [is === was ? doubt : { ...doubt, sentence: tellTrouble(schedule, doubt, is) }];
}

/** Where proofs point now and did not point before, and at the cell just set; never at a cell that a person keeps. */
function broken(
  after: Schedule,
  { was, is, edit }: { was: SumTroubles; is: SumTroubles; edit: Edit },
): Doubt[] {
  const before = new Set(
    was.pointed.flatMap((at) => {
      const carried = carryAddress(edit, at);
      return carried ? [keyOf(carried)] : [];
    }),
  );
  if ('col' in edit && 'row' in edit) before.delete(keyOf(edit));
  return is.pointed.flatMap((at): Doubt[] => {
    const why = is.at(at);
    if (why === null || before.has(keyOf(at)) || after.rows[at.row]?.cells[at.col]?.kept) return [];
    return [{ row: at.row, col: at.col, reason: 'breaks-sum', sentence: tellTrouble(after, at, why) }];
  });
}

function textAt({ rows }: Schedule, { row, col }: CellAddress): string | undefined {
  return rows[row]?.cells[col]?.raw;
}

function keyOf({ row, col }: CellAddress): string {
  return `${row},${col}`;
}
