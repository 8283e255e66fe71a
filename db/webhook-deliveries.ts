import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { WebhookDeliveriesTable } from './webhook-tables.ts';

export type WebhookDeliveryRow = Selectable<WebhookDeliveriesTable>;

/** Ids are made of what is told and to whom, so that the same thing is told once. */
export async function insertDeliveries(
  tx: Db,
  rows: readonly Insertable<WebhookDeliveriesTable>[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('webhook_deliveries')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/**
 * Takes deliveries whose doorbell is to be rung: new ones, and those whose doorbell may be lost. Taken for a minute, so
 * that two who ring do not ring for the same.
 */
export async function takeDueDeliveries(db: Db): Promise<Pick<WebhookDeliveryRow, 'id' | 'trace_id'>[]> {
  return db
    .updateTable('webhook_deliveries')
    .set({ ring_at: sql`now() + interval '1 minute'` })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('webhook_deliveries')
        .select('id')
        .where('status', '=', 'PENDING')
        .where('ring_at', '<=', sql<Date>`now()`)
        .orderBy('ring_at')
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'trace_id'])
    .execute();
}

export interface Attempt {
  deliveryId: string;
  /** Nobody else attempts it meanwhile. */
  leaseMs: number;
}

export type DeliveryToMake = WebhookDeliveryRow & { url: string; secret: string };

/** Begins an attempt; undefined where the delivery is gone or done, or another worker has it in hand. */
export async function beginAttempt(
  db: Db,
  { deliveryId, leaseMs }: Attempt,
): Promise<DeliveryToMake | undefined> {
  return db
    .updateTable('webhook_deliveries as d')
    .from('webhook_endpoints as e')
    .set({
      attempts: sql`d.attempts + 1`,
      leased_until: sql`clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8)`,
    })
    .where('d.id', '=', deliveryId)
    .where('d.status', '=', 'PENDING')
    .where((eb) =>
      eb.or([eb('leased_until', 'is', null), eb('leased_until', '<', sql<Date>`clock_timestamp()`)]),
    )
    .whereRef('e.id', '=', 'd.endpoint_id')
    .returningAll('d')
    .returning(['e.url', 'e.secret'])
    .executeTakeFirst();
}

export async function findDelivery(db: Db, deliveryId: string): Promise<WebhookDeliveryRow | undefined> {
  return db.selectFrom('webhook_deliveries').selectAll().where('id', '=', deliveryId).executeTakeFirst();
}

/** Of one attempt, so that one that was given up for dead does not undo what a later one has achieved. */
export interface AttemptEnd {
  deliveryId: string;
  attempts: number;
}

export async function endDelivery(
  db: Db,
  { deliveryId, attempts }: AttemptEnd,
  outcome: { status: 'DELIVERED' } | { status: 'FAILED'; failure: string },
): Promise<void> {
  await db
    .updateTable('webhook_deliveries')
    .set({
      status: outcome.status,
      ended_at: sql`now()`,
      leased_until: null,
      last_failure: outcome.status === 'FAILED' ? outcome.failure : null,
    })
    .where('id', '=', deliveryId)
    .where('status', '=', 'PENDING')
    // What arrived has arrived, whoever sent it.
    .$if(outcome.status === 'FAILED', (query) => query.where('attempts', '=', attempts))
    .execute();
}

/** Lets go of an attempt that failed; the sweep rings when the queue should have, and a minute has passed. */
export async function noteFailedAttempt(
  db: Db,
  { deliveryId, attempts }: AttemptEnd,
  { failure, waitMs }: { failure: string; waitMs: number },
): Promise<void> {
  await db
    .updateTable('webhook_deliveries')
    .set({
      leased_until: null,
      last_failure: failure,
      ring_at: sql`now() + make_interval(secs => ${waitMs / 1000}::float8 + 60)`,
    })
    .where('id', '=', deliveryId)
    .where('status', '=', 'PENDING')
    .where('attempts', '=', attempts)
    .execute();
}

export async function listDeliveryIds(db: Db, jobId: string): Promise<string[]> {
  const rows = await db.selectFrom('webhook_deliveries').select('id').where('job_id', '=', jobId).execute();
  return rows.map(({ id }) => id);
}

/** Forgets what ended so long ago; answers how many. Bounded, as the sweep is. */
export async function forgetEndedDeliveries(db: Db, days: number): Promise<number> {
  const deleted = await db
    .deleteFrom('webhook_deliveries')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('webhook_deliveries')
        .select('id')
        .where('ended_at', '<', sql<Date>`now() - make_interval(days => ${days}::int)`)
        .limit(1000)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
