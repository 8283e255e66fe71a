import { forgetEndedDeliveries } from '#db/webhook-deliveries.ts';
import type { Ctx } from '../context.ts';
import { ringWebhooks } from './ring-webhooks.ts';

/** Long enough to look into what a webhook was told. */
const keepDays = 30;

/** Rings for deliveries whose doorbell was lost, and forgets those that ended a month ago. */
export async function sweepWebhooks(ctx: Ctx): Promise<{ rung: number; forgotten: number }> {
  return { rung: await ringWebhooks(ctx), forgotten: await forgetEndedDeliveries(ctx.db, keepDays) };
}
