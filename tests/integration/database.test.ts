import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '#db/client.ts';
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
      '0009-job-rules',
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
  const text = await readFile(new URL('../../db/schema.ts', import.meta.url), 'utf8');
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
