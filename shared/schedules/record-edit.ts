import canonicalize from 'canonicalize';
import { createHmac } from 'node:crypto';
import type { Tx } from '#db/client.ts';
import type { JobRow } from '#db/jobs.ts';
import type { LockedSchedule } from '#db/schedule-edits.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import type { Edit } from '../review/edit.ts';

/**
 * Says in the trail that a schedule was edited, where, and by which kind of edit. What was typed is of the document: the trail outlives
 * it, so that it holds a keyed hash of the edit alone, which says nothing any more once the salt of the job is erased.
 */
export async function recordEdit(
  tx: Tx,
  ctx: UserCtx,
  { job, row, ...made }: { job: JobRow; row: LockedSchedule; edit: Edit; revision: number; undone?: true },
): Promise<void> {
  const { edit, revision, undone } = made;
  const type = edit.type === 'accept-repair' && !undone ? 'REPAIR_ACCEPTED' : 'CELL_EDITED';
  const metadata = {
    scheduleId: row.id,
    ordinal: row.ordinal,
    revision,
    ...(undone ? { type: 'undo', undone: edit.type } : { type: edit.type }),
    ...('row' in edit ? { row: edit.row } : {}),
    ...('col' in edit ? { col: edit.col } : {}),
    editHash: createHmac('sha256', job.audit_salt)
      .update(canonicalize(edit) ?? '')
      .digest('hex'),
  };
  await recordEvent(tx, ctx, { job, type, metadata });
}
