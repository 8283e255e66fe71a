import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Db } from '#db/client.ts';
import { insertJob, type JobRow } from '#db/jobs.ts';
import type { JobStatus } from '#db/schema.ts';

/** The ways a job may go to a state, for rows that were never worked on. */
const ways: Record<JobStatus, JobStatus[]> = {
  AWAITING_UPLOAD: [],
  QUEUED: ['QUEUED'],
  PROCESSING: ['QUEUED', 'PROCESSING'],
  COMPLETED: ['QUEUED', 'PROCESSING', 'COMPLETED'],
  FAILED: ['QUEUED', 'PROCESSING', 'FAILED'],
  CANCELLED: ['CANCELLED'],
  DELETING: ['DELETING'],
};

/** A job without a file, brought to a state by the ways the database allows. */
export async function jobIn(db: Db, status: JobStatus, change: Partial<JobRow> = {}): Promise<JobRow> {
  const row = await insertJob(db, {
    id: uuidv7(),
    tenant_id: 't',
    user_id: 'u',
    status: 'AWAITING_UPLOAD',
    filename: 'a.pdf',
    bytes: 1,
    sha256: Buffer.alloc(32),
    content_type: 'application/pdf',
    bucket: 'local',
    source_key: 'x',
    upload_expires_at: new Date(),
    trace_id: 'trace',
    audit_salt: randomBytes(32),
    cap_cents: 24_000,
    ...(change as object),
  });
  for (const step of ways[status]) {
    await sql`update jobs set status = ${step}, run = run + ${step === 'DELETING' ? 1 : 0} where id = ${row.id}`.execute(
      db,
    );
  }
  return row;
}
