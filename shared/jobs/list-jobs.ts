import { listJobs as listJobRows } from '#db/jobs.ts';
import type { UserCtx } from '../context.ts';
import { decodeCursor, encodeCursor } from '../contracts/cursor.ts';
import type { PageQuery } from '../contracts/requests.ts';
import { type JobView, jobView } from './job-view.ts';

/** The tenant's jobs, newest first, a page at a time; nextCursor is null on the last page. */
export async function listJobs(
  ctx: UserCtx,
  query: PageQuery,
): Promise<{ jobs: JobView[]; nextCursor: string | null }> {
  const rows = await listJobRows(ctx.db, {
    tenantId: ctx.actor.tenantId,
    // One more tells whether this page is the last.
    limit: query.limit + 1,
    ...(query.cursor === undefined ? {} : { after: decodeCursor(query.cursor) }),
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = last !== undefined && rows.length > page.length;
  return {
    jobs: page.filter((row) => row.status !== 'DELETING').map(jobView),
    nextCursor: more ? encodeCursor({ createdAt: last.created_at, id: last.id }) : null,
  };
}
