import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, dbOn, openDb, openPool } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { insertEdits, type NewScheduleEdit } from '#db/schedule-edits.ts';
import { TenantWall } from '#db/tenant-wall.ts';
import { wallStands } from '#db/wall-stands.ts';
import { rollForward } from '#tests/fixtures/schedules.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { jobIn } from '#tests/harness/job-row.ts';
import { putSchedules } from '#tests/harness/put-schedules.ts';
import { runCommand } from '#tests/harness/run-command.ts';

const settings = { max: 2, connectTimeoutMs: 5000, onError: () => {} };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Db;
let wall: TenantWall;
let [own, foreign] = ['', ''];
beforeAll(async () => {
  database = await freshDatabase();
  const pool = openPool({ ...settings, url: database.url });
  db = dbOn(pool);
  await migrate(db);
  wall = new TenantWall(db, pool);
  own = (await jobIn(db, 'QUEUED', { tenant_id: 'a' })).id;
  foreign = (await jobIn(db, 'QUEUED', { tenant_id: 'b' })).id;
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** An edit of a schedule of that job. */
async function editOf(jobId: string, tenantId: string): Promise<NewScheduleEdit> {
  const [scheduleId = ''] = await putSchedules(db, jobId, [rollForward()]);
  const edit = {
    id: uuidv7(),
    tenant_id: tenantId,
    job_id: jobId,
    schedule_id: scheduleId,
    seq: 1,
    revision: 2,
    edit: JSON.stringify({ type: 'rename', name: tenantId }),
    read_text: null,
    snapshot: null,
    user_id: null,
  };
  await db.transaction().execute(async (tx) => insertEdits(tx, [edit]));
  return edit;
}

describe('a query without its filter, on behalf of a tenant', () => {
  test('sees no foreign row, alone and in a transaction', async () => {
    const a = await wall.dbOf('a');
    const all = async (of: Db) => (await of.selectFrom('jobs').select('id').execute()).map(({ id }) => id);
    expect(await all(a)).toEqual([own]);
    expect(await a.transaction().execute(async (tx) => all(tx))).toEqual([own]);
    expect(await a.connection().execute(async (held) => all(held))).toEqual([own]);
    expect(await all(await wall.dbOf('c'))).toEqual([]);
    expect((await all(db)).toSorted()).toEqual([own, foreign].toSorted());
  });

  test('writes none: neither changes, nor deletes, nor adds, nor gives one away', async () => {
    const a = await wall.dbOf('a');
    await a.updateTable('jobs').set({ filename: 'taken.pdf' }).execute();
    await a.deleteFrom('user_costs').where('tenant_id', '=', 'b').execute();
    await expect(jobIn(a, 'AWAITING_UPLOAD', { tenant_id: 'b' })).rejects.toMatchObject({ code: '42501' });
    const give = a.updateTable('jobs').set({ tenant_id: 'b' }).where('id', '=', own).execute();
    await expect(give).rejects.toMatchObject({ code: '42501' });
    const rows = await db
      .selectFrom('jobs')
      .select(['id', 'tenant_id', 'filename'])
      .orderBy('tenant_id')
      .execute();
    expect(rows).toEqual([
      { id: own, tenant_id: 'a', filename: 'taken.pdf' },
      { id: foreign, tenant_id: 'b', filename: 'a.pdf' },
    ]);
    expect(await db.selectFrom('user_costs').select('tenant_id').orderBy('tenant_id').execute()).toHaveLength(
      2,
    );
  });

  test('finds no key that signs, and none of a table that names jobs only', async () => {
    const a = await wall.dbOf('a');
    await expect(a.selectFrom('signing_keys').selectAll().execute()).rejects.toMatchObject({ code: '42501' });
    for (const job_id of [own, foreign])
      await db
        .insertInto('page_failures')
        .values({ job_id, page_no: 1, failures: 1, error_code: 'x' })
        .execute();
    expect(await a.selectFrom('page_failures').select('job_id').execute()).toEqual([{ job_id: own }]);
  });

  test('reads, changes and adds no edit of a foreign schedule', async () => {
    const [mine, theirs] = [await editOf(own, 'a'), await editOf(foreign, 'b')];
    const a = await wall.dbOf('a');
    const all = async (of: Db) =>
      (await of.selectFrom('schedule_edits').select('id').execute()).map(({ id }) => id);
    expect(await all(a)).toEqual([mine.id]);
    expect((await all(db)).toSorted()).toEqual([mine.id, theirs.id].toSorted());
    await a.updateTable('schedule_edits').set({ edit: '{"type":"rename","name":"taken"}' }).execute();
    await a.deleteFrom('schedule_edits').where('id', '=', theirs.id).execute();
    const added = a
      .insertInto('schedule_edits')
      .values({ ...theirs, id: uuidv7(), seq: 2, revision: 3 })
      .execute();
    await expect(added).rejects.toMatchObject({ code: '42501' });
    const rows = await db
      .selectFrom('schedule_edits')
      .select(['id', 'edit'])
      .where('id', '=', theirs.id)
      .execute();
    expect(rows).toEqual([{ id: theirs.id, edit: { type: 'rename', name: 'b' } }]);
  });

  test('is held by every table that names a tenant', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
       where column_name = 'tenant_id' and table_schema = 'public'`.execute(db);
    expect(rows.length).toBeGreaterThan(8);
    const a = await wall.dbOf('a');
    for (const { name } of rows) {
      const { rows: seen } = await sql<{ active: boolean; foreign: string }>`
        select row_security_active(${name}::regclass) as active,
               (select count(*) from ${sql.table(name)} where tenant_id <> 'a') as foreign`.execute(a);
      expect({ name, ...seen[0] }).toEqual({ name, active: true, foreign: '0' });
    }
  });
});

test('a connection that comes back from a tenant carries nothing of it, also after a failure', async () => {
  const pool = openPool({ ...settings, max: 1, url: database.url });
  const single = dbOn(pool);
  const narrow = new TenantWall(single, pool);
  const who = async () =>
    (
      await sql<{ role: string; tenant: string | null }>`
        select current_user::text as role, nullif(current_setting('app.tenant', true), '') as tenant`.execute(
        single,
      )
    ).rows;
  const before = await who();
  const a = await narrow.dbOf("o'hara\\");
  const tenant = await sql<{ is: string }>`select current_setting('app.tenant') as is`.execute(a);
  await expect(sql`select 1 / 0`.execute(a)).rejects.toMatchObject({ code: '22012' });
  const broken = a.transaction().execute(async (tx) => sql`select 1 / 0`.execute(tx));
  await expect(broken).rejects.toMatchObject({ code: '22012' });
  await a
    .transaction()
    .setIsolationLevel('serializable')
    .execute(async (tx) => tx.selectFrom('jobs').select('id').execute());
  const after = await who();
  await single.destroy();
  expect(tenant.rows).toEqual([{ is: "o'hara\\" }]);
  expect([before, after]).toEqual([before, before]);
  expect(before[0]?.tenant).toBeNull();
});

describe('a database user who may make no role', () => {
  const user = `plain_${randomBytes(4).toString('hex')}`;
  let plain: string;
  let lowly: Awaited<ReturnType<typeof freshDatabase>>;
  const asAdmin = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: lowly.url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  beforeAll(async () => {
    lowly = await freshDatabase();
    await asAdmin(`create role ${user} login password 'plain'; grant all on schema public to ${user}`);
    await asAdmin(`grant create on database ${new URL(lowly.url).pathname.slice(1)} to ${user}`);
    const url = new URL(lowly.url);
    [url.username, url.password] = [user, 'plain'];
    plain = url.href;
  });
  afterAll(async () => {
    await lowly.drop();
  });

  test('gets the whole schema, works without the wall, is told of it by doctor, and gets it once it is granted', async () => {
    const pool = openPool({ ...settings, url: plain });
    const bare = dbOn(pool);
    await migrate(bare);
    expect(await wallStands(bare)).toBe(false);
    const a = await new TenantWall(bare, pool).dbOf('a');
    await jobIn(a, 'QUEUED', { tenant_id: 'a' });
    const said = await runCommand(['doctor'], { DATABASE_URL: plain });
    expect(said).toMatchObject({
      code: 0,
      printed: expect.stringContaining('! row-level security is missing'),
    });

    await asAdmin(`grant ledgerlift_tenant to ${user}`);
    await migrate(bare);
    expect(await wallStands(bare)).toBe(true);
    const behind = await new TenantWall(bare, pool).dbOf('b');
    expect(await behind.selectFrom('jobs').select('id').execute()).toEqual([]);
    // The owner of the tables, as workers and sweeps are, sees all of them as before.
    expect(await bare.selectFrom('jobs').select('id').execute()).toHaveLength(1);
    await bare.destroy();
  });

  test('and another one beside the owner, who works for all tenants, still sees all', async () => {
    const helper = `${user}_worker`;
    await asAdmin(`create role ${helper} login password 'plain'`);
    await asAdmin(`grant select on all tables in schema public to ${helper}`);
    const url = new URL(plain);
    url.username = helper;
    const other = openDb({ ...settings, url: url.href });
    const rows = await other.selectFrom('jobs').select('id').execute();
    await other.destroy();
    await asAdmin(`drop owned by ${helper}; drop role ${helper}`);
    expect(rows).toHaveLength(1);
  });
});
