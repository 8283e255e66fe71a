import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import { insertUserErasure } from '#db/user-erasures.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import type { UserCtx } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { eraseUser, type UserErasureState } from '#shared/user-erasure/erase-user.ts';
import { mortalCtx } from '#tests/harness/mortal-ctx.ts';
import { searchDatabase } from '#tests/harness/search-database.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

let bench: WorkerBench;
beforeEach(async () => {
  bench = await startWorkerBench();
});
afterEach(async () => bench.close());

const mostSteps = 200;

test(
  'killed after any of its steps and run again, the erasure of a user ends the same, told once',
  { timeout: 240_000 },
  async () => {
    const expected = await endOf(await asked());
    expect(expected).toEqual({
      found: [],
      erasure: { status: 'COMPLETED', user_id: null, jobs: 2 },
      events: ['USER_ERASURE_COMPLETED'],
      keys: 1,
    });
    let steps = 1;
    for (; steps < mostSteps; steps += 1) {
      const erasure = await asked();
      const marking = await killed(erasure, steps);
      await untilState(erasure, 'open');
      await eraseJobs(erasure);
      const ending = await killed(erasure, steps);
      // Where it lived long enough to revoke the keys, the next one may go to the end.
      await sql`
      update user_erasures set keys_revoked_at = keys_revoked_at - interval '2 minutes' where id = ${erasure.id}`.execute(
        bench.ctx.db,
      );
      const forgetting = await killed(erasure, steps);
      expect(await endOf(erasure), `killed after step ${steps}`).toEqual(expected);
      if (!marking && !ending && !forgetting) break;
    }
    expect(steps).toBeGreaterThan(15);
    expect(steps).toBeLessThan(mostSteps);
    const broken = (await checkInvariants(bench.ctx.db)).filter(({ violations }) => violations > 0);
    expect(broken).toEqual([]);
  },
);

interface Asked {
  id: string;
  userId: string;
}

/** A user with a key and two jobs, whose erasure was asked for and not begun. */
async function asked(): Promise<Asked> {
  const { db } = bench.ctx;
  const userId = `user ${uuidv7()}`;
  await createApiKey(db, { tenantId: 't', userId, scopes: ['erase'], embedded: false });
  const user: UserCtx = { ...bench.user, actor: { ...bench.user.actor, userId } };
  const announced = {
    filename: 'a.pdf',
    bytes: 10,
    sha256: 'a'.repeat(64),
    contentType: 'application/pdf' as const,
  };
  for (let job = 0; job < 2; job += 1) await createJob(user, announced);
  const id = uuidv7();
  await insertUserErasure(db, { id, tenant_id: 't', user_id: userId, status: 'PENDING', witnesses: '{}' });
  return { id, userId };
}

/** Runs it until its n-th step; answers whether that killed it. */
async function killed({ id }: Asked, steps: number): Promise<boolean> {
  const mortal = mortalCtx(bench.ctx, steps);
  await eraseUser(mortal.ctx, id).catch(() => {});
  await mortal.close();
  return mortal.isDead();
}

/** The lock of the killed one goes when the server notices that it is gone. */
async function untilState({ id }: Asked, state: UserErasureState): Promise<void> {
  await waitUntil(
    async () => eraseUser(bench.ctx, id),
    (now) => now === state,
  );
}

async function eraseJobs({ userId }: Asked): Promise<void> {
  const jobs = await bench.ctx.db.selectFrom('jobs').select('id').where('user_id', '=', userId).execute();
  for (const { id } of jobs) expect(await eraseJob(bench.ctx, id)).toEqual({ state: 'done' });
}

async function endOf(erasure: Asked): Promise<object> {
  const { db } = bench.ctx;
  await waitUntil(
    async () => {
      await eraseUser(bench.ctx, erasure.id);
      await eraseJobs(erasure);
      await sql`
        update user_erasures set keys_revoked_at = keys_revoked_at - interval '2 minutes'`.execute(db);
      return eraseUser(bench.ctx, erasure.id);
    },
    (state) => state === 'done',
  );
  const row = await db
    .selectFrom('user_erasures')
    .select(['status', 'user_id', 'jobs'])
    .where('id', '=', erasure.id)
    .executeTakeFirst();
  const events = await db
    .selectFrom('audit_events')
    .select('event_type')
    .select(sql<number>`(metadata ->> 'keys')::int`.as('keys'))
    .where(sql<boolean>`metadata ->> 'erasureId' = ${erasure.id}`)
    .orderBy('created_at')
    .execute();
  return {
    found: await searchDatabase(db, erasure.userId),
    erasure: row,
    events: events.map(({ event_type: type }) => type),
    keys: events.at(-1)?.keys,
  };
}
