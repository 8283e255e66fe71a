import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '#db/client.ts';
import { sumUserCost } from '#db/costs.ts';
import { checkInvariants } from '#db/invariants.ts';
import { findJob } from '#db/jobs.ts';
import { migrate } from '#db/migrate.ts';
import { migrations } from '#db/migrations.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';

const open = (url: string): Db => openDb({ url, max: 4, connectTimeoutMs: 5000, onError: () => {} });

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => database.drop());

describe('the schema', () => {
  test('five starters at once migrate a fresh database exactly once', async () => {
    const starters = Array.from({ length: 5 }, () => open(database.url));
    const done = await Promise.all(starters.map(async (db) => migrate(db)));
    await Promise.all(starters.map(async (db) => db.destroy()));
    expect(done.flat().toSorted()).toEqual([
      '0001-jobs',
      '0002-pages',
      '0003-schedules',
      '0004-ledger',
      '0005-trail',
      '0006-searchable-pdf',
      '0007-triage',
      '0008-audit-chain',
      '0009-job-rules',
      '0010-erasure',
      '0011-user-erasure',
      '0012-sweep-exports',
      '0013-job-choices',
      '0014-api-keys',
      '0015-webhooks',
      '0016-known-by-events',
      '0017-idempotency',
      '0018-rate-limits',
      '0019-review',
    ]);
  });

  test('db/schema.ts names the columns of the live database and which may be null', async () => {
    const db = open(database.url);
    await migrate(db);
    const live = await liveColumns(db);
    await db.destroy();
    expect(await writtenColumns()).toEqual(live);
  });
});

test('erasures completed before there were certificates forget their users too, and are looked at once more', async () => {
  const older = await freshDatabase();
  const db = open(older.url);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  await migrator.migrateTo('0009-job-rules');
  await sql`
    insert into deletion_manifests (id, job_id, tenant_id, user_id, status, artifacts, bucket, object_prefix,
                                    uploads_expire_at, completed_at)
    select gen_random_uuid(), gen_random_uuid(), 't', 'u', status, '[]', 'local', 'x', now(), completed_at
      from (values ('COMPLETED', now()), ('FAILED', null)) as known (status, completed_at)`.execute(db);
  await sql`
    insert into cost_adjustments (id, tenant_id, user_id, job_id, invariant, found_cents, expected_cents, repaired)
    select gen_random_uuid(), 't', 'u', job_id, invariant, 1, 2, true
      from (values (gen_random_uuid(), 'job-spent'), (null, 'user-spent')) as known (job_id, invariant)`.execute(
    db,
  );
  await migrate(db);
  const manifests = await db
    .selectFrom('deletion_manifests')
    .select(['status', 'user_id', 'sealed_at', sql<boolean>`next_attempt_at > now()`.as('later')])
    .orderBy('status')
    .execute();
  const adjustments = await db.selectFrom('cost_adjustments').select('invariant').execute();
  await db.destroy();
  await older.drop();
  expect(manifests).toEqual([
    { status: 'COMPLETED', user_id: null, sealed_at: null, later: true },
    { status: 'FAILED', user_id: 'u', sealed_at: null, later: false },
  ]);
  expect(adjustments).toEqual([{ invariant: 'user-spent' }]);
});

test('pages stored before there was a triage get the one that is known of them', async () => {
  const older = await freshDatabase();
  const db = open(older.url);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  await migrator.migrateTo('0006-searchable-pdf');
  await sql`alter table pages drop constraint pages_job_id_fkey`.execute(db);
  await sql`
    insert into pages (job_id, page_no, tenant_id, run, status, source, model, error_code, read_ms)
    select gen_random_uuid(), row_number() over (), 't', 1, status, source, model::jsonb, error_code, 1
      from (values ('DONE', 'text-layer', '{}', null), ('DONE', 'blank', '{}', null), ('DONE', 'ocr', '{}', null),
                   ('FAILED', 'ocr', null, 'ocr-failed'), ('FAILED', 'text-layer', null, 'pdf-broken'))
           as known (status, source, model, error_code)`.execute(db);
  await migrate(db);
  const rows = await db.selectFrom('pages').select('triage').orderBy('page_no').execute();
  const wrong = sql`update pages set triage = 'ocr'`.execute(db);
  await expect(wrong).rejects.toMatchObject({ constraint: 'pages_triage_check' });
  await db.destroy();
  await older.drop();
  expect(rows.map(({ triage }) => triage)).toEqual(['text-layer', 'blank', 'image', 'image', null]);
});

test('a ledger from before budgets and skipped pages is brought over, and adds up', async () => {
  const older = await freshDatabase();
  const db = open(older.url);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  await migrator.migrateTo('0007-triage');
  const id = '0190c3a0-0000-7000-8000-000000000001';
  await sql`
    insert into jobs (id, tenant_id, user_id, status, filename, bytes, sha256, content_type, bucket, source_key,
                      upload_expires_at, trace_id, audit_salt, cap_cents, pages_done, pages_failed, spent_cents)
    values (${id}, 't', 'u', 'COMPLETED', 'a.pdf', 1, ${Buffer.alloc(32)}, 'application/pdf', 'b', 'k', now(), 'trace',
            ${Buffer.alloc(32)}, 12, 1, 2, 12)`.execute(db);
  await sql`
    insert into pages (job_id, page_no, tenant_id, run, status, source, model, error_code, read_ms)
    select ${id}, page_no, 't', 1, status, 'ocr', model::jsonb, code, 1
      from (values (1, 'DONE', '{}', null), (2, 'FAILED', null, 'ocr-failed'), (3, 'FAILED', null, 'job-cost-cap'))
           as read (page_no, status, model, code)`.execute(db);
  await sql`
    insert into page_charges (job_id, page_no, tenant_id, user_id, run, kind, provider, rate_cents, cost_cents)
    values (${id}, 1, 't', 'u', 1, 'ocr', 'null', 12, 12)`.execute(db);
  await sql`
    insert into cost_records (job_id, tenant_id, user_id, run, provider, pages, cost_cents, status, completed_at)
    values (${id}, 't', 'u', 1, 'null', 1, 12, 'COMPLETED', now())`.execute(db);
  await sql`insert into user_costs values ('t', 'u', 100, 9, 2)`.execute(db);
  await migrate(db);
  const job = await findJob(db, id);
  const violated = (await checkInvariants(db)).filter(({ violations }) => violations > 0);
  const cost = await sumUserCost(db, { tenantId: 't', userId: 'u' });
  await db.destroy();
  await older.drop();
  expect(job).toMatchObject({ pages_failed: 1, pages_skipped: 1, skip_code: 'job-cost-cap' });
  expect(violated).toEqual([]);
  expect(cost).toEqual({ spentCents: 112, reservedCents: 0, pages: 10, jobs: 3 });
});

interface Column {
  table: string;
  column: string;
  nullable: boolean;
}

const order = (a: Column, b: Column): number =>
  `${a.table}.${a.column}`.localeCompare(`${b.table}.${b.column}`);

async function liveColumns(db: Db): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select table_name as table, column_name as column, is_nullable = 'YES' as nullable
      from information_schema.columns
     where table_schema = 'public' and table_name not like 'kysely_%'`.execute(db);
  return rows.toSorted(order);
}

/** The interfaces as they are written: TypeScript's types are gone at run time, its text is not. */
async function writtenColumns(): Promise<Column[]> {
  const files = [
    'schema.ts',
    'kept-answer-table.ts',
    'rate-limits-table.ts',
    'review-tables.ts',
    'user-erasure-tables.ts',
    'webhook-tables.ts',
  ].map(async (name) => readFile(new URL(`../../db/${name}`, import.meta.url), 'utf8'));
  const text = (await Promise.all(files)).join('\n');
  const database = /interface Database \{([^}]*)\}/.exec(text)?.[1] ?? '';
  const tables = [...database.matchAll(/(\w+): (\w+);/g)];
  return tables
    .flatMap(([, table = '', type = '']) => {
      const body = new RegExp(`interface ${type} \\{([^}]*)\\}`).exec(text)?.[1] ?? '';
      return [...body.matchAll(/^ {2}(\w+): ([^;]+);/gm)].map(([, column = '', columnType = '']) => ({
        table,
        column,
        nullable: /\| null|Nullable/.test(columnType),
      }));
    })
    .toSorted(order);
}
