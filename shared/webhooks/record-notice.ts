import type { Tx } from '#db/client.ts';
import { insertDeliveries } from '#db/webhook-deliveries.ts';
import { lockEndpointsFor } from '#db/webhook-endpoints.ts';
import { v5 as uuidv5 } from 'uuid';
import type { Ctx } from '../context.ts';
import type { WebhookEvent } from './webhook-event.ts';

export interface Notice {
  tenantId: string;
  /** The job whose erasure takes it along; null for what tells of the erasure itself. */
  jobId: string | null;
  event: WebhookEvent;
  /** What happens once: with the event it makes the id under which each endpoint is told of it. */
  occasion: string;
  /** Ids, status, cents and times; never a name, a file or a figure. */
  data: Readonly<Record<string, string | number | null>>;
}

/**
 * Puts into the outbox what the tenant's webhooks have to be told, in the transaction `tx` of what happened: neither is
 * there without the other. Whoever committed rings (ringWebhooks); the sweep does where that was lost.
 */
export async function recordNotice(tx: Tx, ctx: Ctx, notice: Notice): Promise<void> {
  if (!ctx.config.FEATURES_WEBHOOKS) return;
  const { tenantId, jobId, event, occasion, data } = notice;
  const endpoints = await lockEndpointsFor(tx, { tenantId, event });
  const body = JSON.stringify({ type: event, timestamp: new Date().toISOString(), data });
  await insertDeliveries(
    tx,
    endpoints.map((endpoint) => ({
      id: uuidv5(`${event} ${occasion}`, endpoint.id),
      endpoint_id: endpoint.id,
      tenant_id: tenantId,
      job_id: jobId,
      event_type: event,
      body,
      trace_id: ctx.traceId,
    })),
  );
}
