import { sql } from 'kysely';
import type { Db } from '#db/client.ts';
import type { JobStatus } from '#db/schema.ts';

export interface LedgerPage {
  status: 'DONE' | 'FAILED' | 'SKIPPED';
  run: number;
  /** null where the page has no charge. */
  kind: 'ocr' | 'text-layer' | null;
  costCents: number;
}

export interface LedgerRecord {
  status: 'PENDING' | 'COMPLETED' | 'FAILED';
  pages: number;
  costCents: number;
}

export interface LedgerJob {
  user: string;
  status: JobStatus;
  run: number;
  cancelled: boolean;
  quoted: boolean;
  pageCount: number;
  capCents: number;
  rateCents: number;
  spentCents: number;
  reservedCents: number;
  done: number;
  failed: number;
  skipped: number;
  pages: Record<number, LedgerPage>;
  /** By run. */
  records: Record<number, LedgerRecord>;
}

export interface LedgerUser {
  budgetCents: number | null;
  reservedCents: number;
  spentCents: number;
  rolledUpCents: number;
  rolledUpPages: number;
  rolledUpJobs: number;
}

/** All that the rules of money are about, by id. */
export interface Ledger {
  jobs: Record<string, LedgerJob>;
  users: Record<string, LedgerUser>;
}

/** The ledger as it stands in the database; called while nothing is under way. */
export async function loadLedger(db: Db): Promise<Ledger> {
  const { rows: jobs } = await sql<LedgerJob & { id: string }>`
    select id, user_id as "user", status, run, cancellation_requested as cancelled, quoted_at is not null as quoted,
           page_count as "pageCount", cap_cents as "capCents", rate_cents as "rateCents", spent_cents as "spentCents",
           reserved_cents as "reservedCents", pages_done as done, pages_failed as failed, pages_skipped as skipped,
           coalesce((select jsonb_object_agg(p.page_no, jsonb_build_object('status', p.status, 'run', p.run,
               'kind', c.kind, 'costCents', coalesce(c.cost_cents, 0)))
             from pages p left join page_charges c using (job_id, page_no) where p.job_id = jobs.id), '{}') as pages,
           coalesce((select jsonb_object_agg(r.run, jsonb_build_object('status', r.status, 'pages', r.pages,
               'costCents', r.cost_cents)) from cost_records r where r.job_id = jobs.id), '{}') as records
      from jobs`.execute(db);
  const { rows: users } = await sql<LedgerUser & { id: string }>`
    select user_id as id, budget_cents::float8 as "budgetCents", reserved_cents::float8 as "reservedCents",
           spent_cents::float8 as "spentCents", rolled_up_cents::float8 as "rolledUpCents",
           rolled_up_pages as "rolledUpPages", rolled_up_jobs as "rolledUpJobs"
      from user_costs`.execute(db);
  return { jobs: byId(jobs), users: byId(users) };
}

function byId<T extends { id: string }>(rows: T[]): Record<string, Omit<T, 'id'>> {
  return Object.fromEntries(rows.map(({ id, ...rest }) => [id, rest]));
}
