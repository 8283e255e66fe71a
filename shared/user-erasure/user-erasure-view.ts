import type { Db } from '#db/client.ts';
import { countJobsOfUser, listHeldJobs, type UserErasureRow } from '#db/user-erasures.ts';
import { legalDue } from '../deletion/legal-due.ts';

/** How far the erasure of a user is. */
export interface UserErasureView {
  /** The trail names it by this id, also after completion, when nothing names the user any more. */
  erasureId: string;
  userId: string;
  status: 'PENDING' | 'DELETING';
  requestedAt: string;
  /** As for a job: see legal-due.ts. */
  dueAt: string;
  /** Jobs that are still there, and those that it has marked for deletion so far. */
  jobs: { left: number; marked: number };
  /** Jobs under a legal hold: it waits until the hold is lifted, and then goes on by itself. */
  heldJobIds: string[];
}

/** Of an erasure that is under way; a completed one names no user and has nothing to show. */
export async function userErasureView(db: Db, row: UserErasureRow, userId: string): Promise<UserErasureView> {
  const user = { tenantId: row.tenant_id, userId };
  const held = await listHeldJobs(db, user);
  return {
    erasureId: row.id,
    userId,
    status: row.status === 'PENDING' ? 'PENDING' : 'DELETING',
    requestedAt: row.requested_at.toISOString(),
    dueAt: legalDue(row.requested_at),
    jobs: { left: await countJobsOfUser(db, user), marked: row.jobs },
    heldJobIds: held.map(({ id }) => id),
  };
}
