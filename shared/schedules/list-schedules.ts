import { listScheduleHeads, type ScheduleRow } from '#db/schedules.ts';
import type { UserCtx } from '../context.ts';
import { requireJob } from '../jobs/require-job.ts';
import type { Proof } from './schedule.ts';

/** A schedule without its cells. The first five fields are the seed's. */
export interface ScheduleHead {
  id: string;
  name: string;
  confidence: number;
  rowCount: number;
  colCount: number;
  ordinal: number;
  kind: string;
  pages: number[];
  proof: Pick<Proof, 'state' | 'sentence' | 'coveredCells' | 'amountCells'>;
  revision: number;
}

/** The schedules of a job in the order of its pages; empty until the job is COMPLETED. */
export async function listSchedules(
  ctx: UserCtx,
  jobId: string,
): Promise<{ jobId: string; schemaVersion: number; schedules: ScheduleHead[] }> {
  const job = await requireJob(ctx, jobId);
  const rows = await listScheduleHeads(ctx.db, jobId);
  return { jobId, schemaVersion: job.schema_version, schedules: rows.map(scheduleHead) };
}

export function scheduleHead(row: Omit<ScheduleRow, 'body'>): ScheduleHead {
  const { state, sentence, coveredCells, amountCells } = row.proof as Proof;
  return {
    id: row.id,
    name: row.name,
    confidence: row.confidence,
    rowCount: row.row_count,
    colCount: row.col_count,
    ordinal: row.ordinal,
    kind: row.kind,
    pages: row.pages,
    proof: { state, sentence, coveredCells, amountCells },
    revision: row.revision,
  };
}
