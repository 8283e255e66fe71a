import { deleteWebhookEndpoint } from '#db/webhook-endpoints.ts';
import { validate as isUuid } from 'uuid';
import { recordTenantEvent } from '../audit/record-tenant-event.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { requireWebhooks } from './require-webhooks.ts';

/** Removes a webhook and what was still to be told to it. Throws `not-found`, in the same words for a foreign one. */
export async function removeWebhook(ctx: UserCtx, webhookId: string): Promise<void> {
  requireWebhooks(ctx);
  const { tenantId } = ctx.actor;
  const removed =
    isUuid(webhookId) &&
    (await ctx.db.transaction().execute(async (tx) => {
      const row = await deleteWebhookEndpoint(tx, { tenantId, endpointId: webhookId });
      if (row === undefined) return false;
      const metadata = { webhookId: row.id };
      await recordTenantEvent(tx, ctx, { tenantId, type: 'WEBHOOK_REMOVED', metadata, by: ctx.actor });
      return true;
    }));
  if (!removed) throw new AppError('not-found', 'There is no such webhook.');
}
