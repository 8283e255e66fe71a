import type { Db } from '#db/client.ts';
import type { JobRow } from '#db/jobs.ts';
import { listPages } from '#db/pages.ts';
import type { replaceSchedules } from '#db/schedules.ts';
import { withTies } from '#shared/proofs/with-ties.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { v5 as uuidv5 } from 'uuid';
import type { PageModel } from '../page/page-model.ts';
import { liftSchedules } from './lift-schedules.ts';

/** Finds, proves and ties the schedules on the pages that are stored, ready to be saved. Same pages, same rows. */
export async function scheduleRows(db: Db, job: JobRow): Promise<Parameters<typeof replaceSchedules>[2]> {
  const pages = await listPages(db, job.id);
  const models = pages.flatMap((page) => (page.model === null ? [] : [page.model as PageModel]));
  const schedules = withTies(liftSchedules(models), (ordinal) => scheduleId(job, ordinal));
  const lastPageAt = new Date(Math.max(0, ...pages.map((page) => page.created_at.getTime())));
  return schedules.map((schedule, index) => ({
    ...scheduleRow(job, schedule, index + 1),
    // Of the pages, not of this moment: assembling again gives the same rows to the last column.
    created_at: lastPageAt,
  }));
}

/** From job, run and place: assembling again gives the same id. */
function scheduleId(job: JobRow, ordinal: number): string {
  return uuidv5(`${job.run}/${ordinal}`, job.id);
}

function scheduleRow(
  job: JobRow,
  schedule: Schedule,
  ordinal: number,
): Parameters<typeof replaceSchedules>[2][number] {
  return {
    id: scheduleId(job, ordinal),
    job_id: job.id,
    tenant_id: job.tenant_id,
    ordinal,
    kind: schedule.kind,
    name: schedule.name,
    confidence: schedule.confidence,
    row_count: schedule.rows.length,
    col_count: schedule.columns.length,
    pages: schedule.pages,
    proof: JSON.stringify(schedule.proof),
    body: JSON.stringify(schedule),
  };
}
