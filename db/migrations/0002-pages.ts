import { type Kysely, sql } from 'kysely';

/** The pages of a job: what was read, and how often reading failed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pages (
      job_id uuid not null references jobs (id),
      page_no integer not null check (page_no > 0),
      tenant_id text not null,
      run integer not null,
      status text not null check (status in ('DONE', 'FAILED')),
      source text not null check (source in ('text-layer', 'ocr', 'blank')),
      model jsonb,
      mean_confidence double precision check (mean_confidence between 0 and 1),
      error_code text,
      read_ms integer not null check (read_ms >= 0),
      created_at timestamptz not null default now(),
      primary key (job_id, page_no),
      check ((status = 'DONE') = (model is not null))
    )`.execute(db);
  await sql`
    create table page_failures (
      job_id uuid not null references jobs (id),
      page_no integer not null check (page_no > 0),
      failures integer not null check (failures > 0),
      error_code text not null,
      primary key (job_id, page_no)
    )`.execute(db);
}
