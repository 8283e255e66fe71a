import { listWebhookEndpoints } from '#db/webhook-endpoints.ts';
import type { UserCtx } from '../context.ts';
import { requireWebhooks } from './require-webhooks.ts';
import { type WebhookView, webhookView } from './webhook-view.ts';

/** The tenant's webhooks, oldest first. Throws `not-found` while FEATURES_WEBHOOKS is off. */
export async function listWebhooks(ctx: UserCtx): Promise<{ webhooks: WebhookView[] }> {
  requireWebhooks(ctx);
  const rows = await listWebhookEndpoints(ctx.db, ctx.actor.tenantId);
  return { webhooks: rows.map(webhookView) };
}
