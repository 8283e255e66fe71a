import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { WebhookEndpointsTable } from './webhook-tables.ts';

export type WebhookEndpointRow = Selectable<WebhookEndpointsTable>;

/** Undefined where the tenant has `most` already. One tenant's insertions wait for each other, so that none is one too many. */
export async function insertWebhookEndpoint(
  tx: Db,
  row: Insertable<WebhookEndpointsTable>,
  most: number,
): Promise<WebhookEndpointRow | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks ${row.tenant_id}`}, 0))`.execute(tx);
  const { count } = await tx
    .selectFrom('webhook_endpoints')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('tenant_id', '=', row.tenant_id)
    .executeTakeFirstOrThrow();
  if (Number(count) >= most) return undefined;
  return tx.insertInto('webhook_endpoints').values(row).returningAll().executeTakeFirstOrThrow();
}

export interface WebhookEndpointCounts extends WebhookEndpointRow {
  pending: number;
  delivered: number;
  failed: number;
}

/** A tenant's endpoints, oldest first, with how many deliveries of the outbox stand how. */
export async function listWebhookEndpoints(db: Db, tenantId: string): Promise<WebhookEndpointCounts[]> {
  const count = (status: string) =>
    sql<number>`(select count(*)::int from webhook_deliveries d where d.endpoint_id = e.id and d.status = ${status})`;
  return db
    .selectFrom('webhook_endpoints as e')
    .selectAll('e')
    .select([
      count('PENDING').as('pending'),
      count('DELIVERED').as('delivered'),
      count('FAILED').as('failed'),
    ])
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at')
    .execute();
}

/** Those of a tenant that want to hear of an event, held against deletion until the transaction ends. */
export async function lockEndpointsFor(
  tx: Db,
  { tenantId, event }: { tenantId: string; event: string },
): Promise<WebhookEndpointRow[]> {
  return tx
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`${event} = any (events)`)
    .orderBy('id')
    .forKeyShare()
    .execute();
}

/** With what was still to be delivered to it. Undefined where the tenant has no such endpoint. */
export async function deleteWebhookEndpoint(
  tx: Db,
  { tenantId, endpointId }: { tenantId: string; endpointId: string },
): Promise<WebhookEndpointRow | undefined> {
  return tx
    .deleteFrom('webhook_endpoints')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', endpointId)
    .returningAll()
    .executeTakeFirst();
}
