import type { Tx } from '#db/client.ts';
import { type LockedSchedule, saveReviewed as save } from '#db/schedule-edits.ts';
import type { Schedule } from './schedule.ts';

/** The schedule as it stands, its head columns with its body. */
export async function saveReviewed(
  tx: Tx,
  { id }: LockedSchedule,
  { schedule, revision }: { schedule: Schedule; revision: number },
): Promise<void> {
  await save(tx, id, {
    kind: schedule.kind,
    name: schedule.name,
    confidence: schedule.confidence,
    row_count: schedule.rows.length,
    col_count: schedule.columns.length,
    pages: schedule.pages,
    proof: JSON.stringify(schedule.proof),
    body: JSON.stringify(schedule),
    revision,
  });
}
