import type { ProofMemory } from '../proofs/proof-memory.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { changeKind } from './change-kind.ts';
import { deleteRow } from './delete-row.ts';
import type { Edit } from './edit.ts';
import { acceptRepair } from './accept-repair.ts';
import { insertRow } from './insert-row.ts';
import { keepCell } from './keep-cell.ts';
import { mergeColumns } from './merge-columns.ts';
import { rename } from './rename.ts';
import { reprove } from './reprove.ts';
import { setCell } from './set-cell.ts';
import { splitColumn } from './split-column.ts';

/**
 * The schedule with one edit of a person, proved anew. Pure, the same in the browser and on the server: `schedule` is not touched,
 * and rows and cells that the edit does not concern are the same objects in both. Throws EditRefused where it does not fit.
 * Who makes one edit after the other passes the same `memory` each time, which saves time.
 */
export function applyEdit(schedule: Schedule, edit: Edit, memory?: ProofMemory): Schedule {
  const changed = change(schedule, edit);
  return edit.type === 'rename' ? changed : reprove(schedule, changed, { edit, memory });
}

function change<T extends Edit['type']>(schedule: Schedule, edit: Edit & { type: T }): Schedule {
  const kinds: { [K in Edit['type']]: (schedule: Schedule, edit: Edit & { type: K }) => Schedule } = CHANGES;
  return kinds[edit.type](schedule, edit);
}

const CHANGES = {
  'set-cell': setCell,
  'accept-repair': acceptRepair,
  'keep-cell': keepCell,
  'merge-columns': mergeColumns,
  'split-column': splitColumn,
  'insert-row': insertRow,
  'delete-row': deleteRow,
  rename,
  'change-kind': changeKind,
};
