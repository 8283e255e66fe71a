import { type Kysely, sql } from 'kysely';

/**
 * What persons changed in schedules. A reviewed schedule is what was read (`read_body`, null until the first edit) with the edits that
 * stand, in the order of `seq`; now and then the schedule as an edit left it is kept, so that undoing does not begin at the beginning.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table job_schedules add column read_body jsonb`.execute(db);
  await sql`
    create table schedule_edits (
      id uuid primary key,
      tenant_id text not null,
      job_id uuid not null references jobs (id),
      schedule_id uuid not null references job_schedules (id) on delete cascade,
      seq integer not null check (seq > 0),
      revision integer not null check (revision > 1),
      edit jsonb not null,
      read_text text,
      snapshot jsonb,
      user_id text,
      made_at timestamptz not null default now(),
      undone_at timestamptz,
      unique (schedule_id, seq)
    )`.execute(db);
  await sql`create index schedule_edits_job on schedule_edits (job_id)`.execute(db);
  await sql`create index schedule_edits_user on schedule_edits (tenant_id, user_id)`.execute(db);
}
