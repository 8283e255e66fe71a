import { insertWebhookEndpoint } from '#db/webhook-endpoints.ts';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { recordTenantEvent } from '../audit/record-tenant-event.ts';
import type { UserCtx } from '../context.ts';
import type { AddWebhookBody } from '../contracts/webhook-requests.ts';
import { AppError } from '../errors.ts';
import { checkWebhookUrl } from './check-webhook-url.ts';
import { requireWebhooks } from './require-webhooks.ts';
import { type WebhookView, webhookView } from './webhook-view.ts';

/** Each is told of each end, so that many would make a lot of work of one job. */
const mostPerTenant = 10;

export interface AddedWebhook extends WebhookView {
  /** `whsec_…`: shown this once. */
  secret: string;
}

/**
 * Registers an address that is told of the ends of the tenant's jobs from now on. Throws `webhook-refused` for an address
 * that is not taken and for one too many, `not-found` while FEATURES_WEBHOOKS is off.
 */
export async function addWebhook(ctx: UserCtx, { url, events }: AddWebhookBody): Promise<AddedWebhook> {
  requireWebhooks(ctx);
  const { tenantId } = ctx.actor;
  const row = {
    id: uuidv7(),
    tenant_id: tenantId,
    url: checkWebhookUrl(ctx.config, url).href,
    secret: `whsec_${randomBytes(32).toString('base64')}`,
    events: [...new Set(events)],
  };
  const added = await ctx.db.transaction().execute(async (tx) => {
    const inserted = await insertWebhookEndpoint(tx, row, mostPerTenant);
    if (inserted === undefined) return undefined;
    const metadata = { webhookId: row.id, events: row.events };
    await recordTenantEvent(tx, ctx, { tenantId, type: 'WEBHOOK_ADDED', metadata, by: ctx.actor });
    return inserted;
  });
  if (added === undefined) {
    throw new AppError('webhook-refused', `A tenant may have ${mostPerTenant} webhooks: remove one first.`);
  }
  return { ...webhookView(added), secret: added.secret };
}
